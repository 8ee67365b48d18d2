import type { Knex } from 'knex';

/**
 * Runs the work on one snapshot of the database, read-only, so that all checks see the same moment.
 *
 * The built-in functions and operators of PostgreSQL come before everything of the same name in the desk's schema,
 * and temporary tables come last: nothing that stands in the database can take the place of what a check calls.
 */
export async function inSnapshot<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return await knex.transaction(
    async (trx) => {
      await trx.raw(settings);
      return await work(trx);
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

/** The work is many large queries: none of the limits of a request apply. */
const settings = /* sql */ `
  select
    set_config('search_path', 'pg_catalog, ' || quote_ident(current_schema()) || ', pg_temp', true),
    set_config('TimeZone', 'UTC', true),
    set_config('statement_timeout', '30min', true),
    set_config('idle_in_transaction_session_timeout', '0', true),
    set_config('work_mem', '128MB', true),
    set_config('cursor_tuple_fraction', '1', true),
    set_config('jit', 'off', true)`;
