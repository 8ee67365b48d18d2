import { type Figure, formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Model, QueryBuilder } from 'objection';
import { AMOUNT_COLUMNS } from '../rowFilters/amountColumns.ts';
import { figureRows } from '../rowFilters/figureRows.ts';

interface FigureValue {
  count: number;
  /** The sum of the figure's amount; `0.00` for one that is only a number of rows. */
  amountUsd: string;
}

/** Computes figures from their definitions, in one statement. */
export async function readFigures<Name extends string>(
  knex: Knex,
  figures: Record<Name, Figure>,
): Promise<Record<Name, FigureValue>> {
  const names = Object.keys(figures) as Name[];
  // Functions: a query that a promise resolves to would be sent.
  const rows = await Promise.all(names.map(async (name) => await figureRows(knex, figures[name])));
  const parts = names.map((name, n) => total(knex, { name, figure: figures[name], query: rows[n]?.() }));
  const totals = (await knex.unionAll(parts)) as { name: Name; count: string; sum: string }[];
  return Object.fromEntries(
    totals.map(({ name, count, sum }) => [name, { count: Number(count), amountUsd: formatUsd(sum) }]),
  ) as Record<Name, FigureValue>;
}

interface Part {
  name: string;
  figure: Figure;
  query: QueryBuilder<Model> | undefined;
}

function total(knex: Knex, { name, figure: { resource, sum }, query }: Part): Knex.QueryBuilder {
  const column = sum === undefined ? '0' : AMOUNT_COLUMNS[resource][sum];
  if (column === undefined || query === undefined) throw new Error(`${resource} have no amount ${sum}`);
  const summed = `?::text as name, count(*) as count, coalesce(sum((${column})::numeric), 0)::text as sum`;
  return query
    .clearSelect()
    .select(knex.raw(summed, [name]))
    .toKnexQuery();
}
