import type { Knex } from 'knex';

/**
 * One transaction seals no more than this: it holds the head of the chain, which nobody but another sealer
 * wants.
 */
const BATCH = 2000;

/**
 * Chains the entries of the audit log that are complete: those of database transactions older than every one
 * that still runs. Safe to run anywhere, at any time and twice at once; entries are chained in the order of
 * their writing.
 * @returns how many were sealed
 */
export async function sealAudit(knex: Knex): Promise<number> {
  for (let total = 0; ;) {
    const { rows } = await knex.raw<{ rows: { sealed: number }[] }>('select seal_audit_log(?) as sealed', [
      BATCH,
    ]);
    const sealed = rows[0]?.sealed ?? 0;
    total += sealed;
    if (sealed < BATCH) return total;
  }
}
