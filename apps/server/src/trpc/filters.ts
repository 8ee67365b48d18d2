import type { Model, QueryBuilder } from 'objection';

type Query<M extends Model> = QueryBuilder<M, M[]>;

/** `column = value`, or `column in (…)` when several are given; nothing when none is. */
export function whereOneOf<M extends Model>(
  query: Query<M>,
  column: string,
  value: string | readonly string[] | undefined,
): void {
  if (value === undefined) return;
  if (typeof value === 'string') void query.where(column, value);
  else void query.whereIn(column, [...value]);
}

/** Both ends included; either may be open. */
export function whereBetween<M extends Model>(
  query: Query<M>,
  column: string,
  from: string | undefined,
  to: string | undefined,
): void {
  if (from !== undefined) void query.where(column, '>=', from);
  if (to !== undefined) void query.where(column, '<=', to);
}

/** A pattern that finds the text anywhere, whatever characters it holds. */
export const containing = (text: string): string =>
  `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
