import type { Knex } from 'knex';

/** One state of the database, for many statements. */
export interface Snapshot {
  knex: Knex;
  /** Ends it, and cancels the statement that runs. */
  end(): Promise<void>;
}

/** What one statement may take, also in a pool whose lists may take less. */
const STATEMENT_MS = 30_000;

/** Opens a transaction that only reads: every statement sees the database as it was at the first. */
export async function openSnapshot(knex: Knex): Promise<Snapshot> {
  const trx = await knex.transaction({ isolationLevel: 'repeatable read', readOnly: true });
  const { rows } = await trx.raw<{ rows: { pid: number }[] }>(
    `select pg_backend_pid() as pid, set_config('statement_timeout', '${STATEMENT_MS}', true)`,
  );
  const pid = rows[0]?.pid ?? 0;
  let ending: Promise<void> | undefined;

  async function finish(): Promise<void> {
    // Before the rollback: until then the connection serves nothing else.
    const cancelled = knex.raw('select pg_cancel_backend(?)', [pid]).then(
      () => undefined,
      () => undefined,
    );
    await cancelled;
    await trx.rollback().catch(() => undefined);
  }

  return { knex: trx, end: async () => await (ending ??= finish()) };
}
