import type { Knex } from 'knex';

/**
 * The end of the audit log's chain. Stored outside the database, it shows later whether anything before it was
 * changed or removed.
 */
export interface AuditHead {
  /** Entries in the chain. */
  seq: number;
  /** Hash of the last entry; empty before the first. */
  hash: string;
  sealedAt: Date | null;
  /** Entries that are not in the chain yet. */
  unsealed: number;
  /** Age of the oldest of them in seconds; 0 if there are none. Over a minute: no worker is running. */
  unsealedSeconds: number;
}

/** Reads the head, and how many entries are waiting to be chained. */
export async function auditHead(db: Knex): Promise<AuditHead> {
  const { rows } = await db.raw<{
    rows: { seq: string; hash: string; sealed_at: Date | null; unsealed: string; seconds: string }[];
  }>(query);
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

const query = /* sql */ `
  select h.seq, h.hash, h.sealed_at, w.unsealed, w.seconds from audit_head h, lateral (
    select count(*) as unsealed,
      greatest(0, coalesce(extract(epoch from clock_timestamp() - min(a.recorded_at)), 0))::int as seconds
    from audit_log a
    where a.txid >= h.sealed_below and not exists (select from audit_seals s where s.entry_id = a.id)
  ) w`;
