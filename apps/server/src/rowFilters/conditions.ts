import type { Model, QueryBuilder } from 'objection';

type Query<M extends Model> = QueryBuilder<M, M[]>;

/** The rows of the user that a filter names by either id; none if there is no such user. */
export function whereUser<M extends Model>(
  query: Query<M>,
  column: string,
  { userId, userExternalId }: { userId?: string | undefined; userExternalId?: string | undefined },
): void {
  if (userId !== undefined) void query.where(column, userId);
  if (userExternalId !== undefined)
    void query.whereRaw('?? = (select id from users where external_id = ?)', [column, userExternalId]);
}

/** The rows with this order id and, at the top of their metadata, these fields. `table` has both columns. */
export function whereReferences<M extends Model>(
  query: Query<M>,
  table: string,
  { orderId, metadata }: { orderId?: string | undefined; metadata?: Record<string, unknown> | undefined },
): void {
  if (orderId !== undefined) void query.where(`${table}.orderId`, orderId);
  // The first condition is that of the index.
  if (metadata !== undefined)
    void query.whereRaw(`${table}.metadata <> '{}' and ${table}.metadata @> ?::jsonb`, [
      JSON.stringify(metadata),
    ]);
}

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

/** The rows with one of these ids; no condition without a list. */
export function whereFound<M extends Model>(
  query: Query<M>,
  column: string,
  ids: readonly string[] | undefined,
): void {
  if (ids !== undefined) void query.whereRaw('?? = any(?::uuid[])', [column, [...ids]]);
}

/** `column is not null`, or `is null`; no condition without a value. */
export function wherePresent<M extends Model>(
  query: Query<M>,
  column: string,
  isPresent: boolean | undefined,
): void {
  if (isPresent !== undefined) void (isPresent ? query.whereNotNull(column) : query.whereNull(column));
}

/** `column > 0`, or `column = 0`; no condition without a value. */
export function whereNotZero<M extends Model>(
  query: Query<M>,
  column: string,
  isNotZero: boolean | undefined,
): void {
  if (isNotZero !== undefined) void query.where(column, isNotZero ? '>' : '=', '0');
}

/** The same for a column that has an index of whether it is 0. */
export function whereIsZero<M extends Model>(
  query: Query<M>,
  column: string,
  isNotZero: boolean | undefined,
): void {
  if (isNotZero !== undefined) void query.whereRaw('(?? > 0)::int = ?::int', [column, isNotZero ? 1 : 0]);
}

/** A `like` pattern that finds the text anywhere, with its special characters escaped. */
export const containing = (text: string): string =>
  `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
