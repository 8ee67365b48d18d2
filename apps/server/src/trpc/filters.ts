import type { Model, QueryBuilder } from 'objection';

type Query<M extends Model> = QueryBuilder<M, M[]>;

/** `column = value`, or `column in (…)` for several values; no condition without one. */
export function whereOneOf<M extends Model>(
  query: Query<M>,
  column: string,
  value: string | readonly string[] | undefined,
): void {
  if (value === undefined) return;
  if (typeof value === 'string') void query.where(column, value);
  else void query.whereIn(column, [...value]);
}

/** Inclusive; either end may be open. */
export function whereBetween<M extends Model>(
  query: Query<M>,
  column: string,
  from: string | undefined,
  to: string | undefined,
): void {
  if (from !== undefined) void query.where(column, '>=', from);
  if (to !== undefined) void query.where(column, '<=', to);
}

/** A `like` pattern that finds the text anywhere, with its special characters escaped. */
export const containing = (text: string): string =>
  `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
