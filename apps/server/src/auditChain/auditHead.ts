import type { Knex } from 'knex';

/**
 * Where the chain of the audit log ends. Written down elsewhere, it proves later that nothing before it was
 * changed or cut off.
 */
export interface AuditHead {
  /** Entries in the chain. */
  seq: number;
  /** Hash of the last one; empty before the first. */
  hash: string;
  sealedAt: Date | null;
  /** Entries that are written but not yet chained. */
  unsealed: number;
  /** Seconds since the oldest of them was written; 0 without any. A minute means that no worker runs. */
  unsealedSeconds: number;
}

/** Reads the head, and what waits to be chained behind it. */
export async function auditHead(db: Knex): Promise<AuditHead> {
  const { rows } = await db.raw<{
    rows: { seq: string; hash: string; sealed_at: Date | null; unsealed: string; seconds: string }[];
  }>(reading);
  const row = rows[0];
  if (row === undefined) throw new Error('the audit log has no head');
  return {
    seq: Number(row.seq),
    hash: row.hash,
    sealedAt: row.sealed_at,
    unsealed: Number(row.unsealed),
    unsealedSeconds: Number(row.seconds),
  };
}

const reading = /* sql */ `
  select h.seq, h.hash, h.sealed_at, w.unsealed, w.seconds from audit_head h, lateral (
    select count(*) as unsealed, greatest(0, coalesce(extract(epoch from clock_timestamp() - min(a.recorded_at)), 0))::int as seconds
    from audit_log a where a.txid >= h.sealed_below and not exists (select from audit_seals s where s.entry_id = a.id)
  ) w`;
