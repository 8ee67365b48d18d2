import type { Knex } from 'knex';

/** Entries that one transaction seals at most. It locks the head of the chain, for which only sealers wait. */
const BATCH_SIZE = 2000;

/**
 * Adds the complete entries of the audit log to the chain: those of database transactions that are older than
 * all running ones, in the order in which they were written. Safe to run at any time and concurrently.
 * @returns how many were sealed
 */
export async function sealAudit(knex: Knex): Promise<number> {
  for (let total = 0; ;) {
    const { rows } = await knex.raw<{ rows: { sealed: number }[] }>('select seal_audit_log(?) as sealed', [
      BATCH_SIZE,
    ]);
    const sealed = rows[0]?.sealed ?? 0;
    total += sealed;
    if (sealed < BATCH_SIZE) return total;
  }
}
