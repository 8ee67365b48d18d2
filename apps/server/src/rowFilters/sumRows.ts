import { COUNT_CAP, formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Model, QueryBuilder } from 'objection';

export interface Totals {
  count: number;
  /** There are more: only COUNT_CAP were read. */
  isPartial: boolean;
  /** By the names of the amounts; null if partial. */
  sums: Record<string, string> | null;
}

interface SumPlan<M extends Model> {
  query: QueryBuilder<M>;
  /** What is summed, as columns of the rows. */
  columns: Readonly<Record<string, string>>;
  /** Reads all rows, however many there are. */
  isExact: boolean;
  /** The filter leaves only rows that were created since a time. */
  isNewestFirst: boolean;
}

/** Counts the rows of a query and sums their amounts; no more than COUNT_CAP rows, unless all are wanted. */
export async function sumRows<M extends Model>(
  knex: Knex,
  { query, columns, isExact, isNewestFirst }: SumPlan<M>,
): Promise<Totals> {
  const names = Object.keys(columns);
  const some = query
    .clearSelect()
    .select(knex.raw(['1', ...names.map((name, n) => `${columns[name]} as sum${n}`)].join(', ')));
  if (!isExact) void some.limit(COUNT_CAP + 1);
  // An index finds the rows of a time, newest first, where the table would be read from its oldest row.
  if (!isExact && isNewestFirst) void some.orderBy(`${query.modelClass().tableName}.created_at`, 'desc');
  const sums = names.map((_name, n) => `coalesce(sum(sum${n}::numeric), 0)::text as sum${n}`);
  const [row] = await knex
    .select<Record<string, string>[]>(knex.raw(['count(*)', ...sums].join(', ')))
    .from(some.toKnexQuery().as('some'));
  const count = Number(row?.['count']);
  const isPartial = !isExact && count > COUNT_CAP;
  return {
    count: isPartial ? COUNT_CAP : count,
    isPartial,
    sums: isPartial
      ? null
      : Object.fromEntries(names.map((name, n) => [name, formatUsd(row?.[`sum${n}`] ?? '0')])),
  };
}
