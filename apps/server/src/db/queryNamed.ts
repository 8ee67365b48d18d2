import type { Knex } from 'knex';
import { postgresErrorOf } from './refusal.ts';

/**
 * The statement is not known to this session, or another one has its name: a pooler gives each transaction another session
 * without knowing of names. Or a migration has changed what the statement returns.
 */
const NAME_FAILURES = ['26000', '42P05', '0A000'];

/** Pools whose statements get no names, by their configuration. */
const unnamed = new WeakSet<object>();

/** Statements of this pool get no names from now on. */
export function useNoNames({ client }: Knex): void {
  const { config }: { config: object } = client;
  unnamed.add(config);
}

/**
 * Runs a statement that is the same for many requests under a name: each connection parses it once and keeps its plan.
 * PgBouncer in transaction mode needs `max_prepared_statements` for that (1.21 or newer); without it the first failure,
 * before which nothing was executed, ends the use of names in this process.
 *
 * @param knex the pool, never a transaction: a failure would end it
 * @param sql with `?` for the values
 */
export async function queryNamed<Row>(
  knex: Knex,
  { name, sql }: { name: string; sql: string },
  values: readonly Knex.RawBinding[],
): Promise<Row[]> {
  const query = () => knex.raw<{ rows: Row[] }>(sql, values);
  const { config }: { config: object } = knex.client;
  if (unnamed.has(config)) return (await query()).rows;
  try {
    return (await query().options({ name })).rows;
  } catch (error) {
    if (!NAME_FAILURES.includes(postgresErrorOf(error)?.code ?? '')) throw error;
    unnamed.add(config);
    return (await query()).rows;
  }
}
