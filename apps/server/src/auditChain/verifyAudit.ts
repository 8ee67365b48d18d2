import type { Knex } from 'knex';
import { auditHead, type AuditHead } from './auditHead.ts';

/** The first entry that does not match the chain. */
export interface AuditFault {
  /** Null if the end of the chain is wrong. */
  entryId: string | null;
  /** Its number in the chain; null if it is not in the chain. */
  seq: number | null;
  problem: string;
}

export interface AuditVerdict {
  /** Entries in the log, including those that are not in the chain yet. */
  rows: number;
  head: AuditHead;
  firstBad: AuditFault | null;
}

/** A head that was stored outside the database earlier. */
export interface StoredHead {
  seq: number;
  hash: string;
}

/**
 * Verifies the chain of the audit log, computing every hash again from its entry. Finds entries that were
 * changed, removed, inserted, reordered or cut off at the end. Reads one snapshot and changes nothing.
 *
 * A superuser can disable the triggers and rewrite the whole chain with its head. Only `storedHead` shows
 * that: a head from the process log or from `/metrics`.
 */
export async function verifyAudit(knex: Knex, storedHead?: StoredHead): Promise<AuditVerdict> {
  return await knex.transaction(
    async (trx) => {
      await trx.raw("set local statement_timeout = '30min'");
      const head = await auditHead(trx);
      const counted = await trx('audit_log').count<{ count: string }[]>('* as count').first();
      const firstBad =
        (await findBrokenSeal(trx)) ??
        (await findWrongEnd(trx)) ??
        (await findUnchainedEntry(trx)) ??
        (storedHead === undefined ? null : await compareStoredHead(trx, storedHead));
      return { rows: Number(counted?.count ?? 0), head, firstBad };
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

const running = new WeakMap<Knex, Promise<AuditVerdict>>();

/** `verifyAudit`; a call during another one gets its verdict, so that many calls at once cost one. */
export async function verifyAuditOnce(knex: Knex): Promise<AuditVerdict> {
  const current = running.get(knex);
  if (current !== undefined) return await current;
  const verdict = verifyAudit(knex).finally(() => running.delete(knex));
  running.set(knex, verdict);
  return await verdict;
}

async function findBrokenSeal(trx: Knex): Promise<AuditFault | null> {
  return await firstFault(
    trx,
    /* sql */ `
    with walk as (
      select s.seq, s.entry_id, s.hash, s.prev_hash, a.id as found,
        audit_seal_hash(a, s.seq, s.prev_hash, s.sealed_at) as computed,
        lag(s.hash) over w as previous_hash, lag(s.seq) over w as previous_seq
      from audit_seals s left join audit_log a on a.id = s.entry_id window w as (order by s.seq)
    )
    select entry_id, seq, case
        when seq <> coalesce(previous_seq, 0) + 1 then 'an entry before it is missing'
        when found is null then 'it was removed from the log'
        when prev_hash <> coalesce(previous_hash, '') then 'it does not continue the chain'
        else 'its content does not match its hash' end as problem
    from walk
    where seq <> coalesce(previous_seq, 0) + 1 or found is null
      or prev_hash <> coalesce(previous_hash, '') or hash <> computed
    order by seq limit 1`,
  );
}

async function findWrongEnd(trx: Knex): Promise<AuditFault | null> {
  return await firstFault(
    trx,
    /* sql */ `
    select null as entry_id, h.seq, case
        when coalesce(s.seq, 0) < h.seq
          then format('the chain was cut off: it ends at %s, its head says %s', coalesce(s.seq, 0), h.seq)
        else 'the head of the chain is not its last entry' end as problem
    from audit_head h left join (select seq, hash from audit_seals order by seq desc limit 1) s on true
    where (h.seq, h.hash) is distinct from (coalesce(s.seq, 0), coalesce(s.hash, ''))`,
  );
}

/**
 * An old entry that is not sealed was inserted past the application. Transaction ids of another cluster say
 * nothing about age, so a restored database is skipped.
 */
async function findUnchainedEntry(trx: Knex): Promise<AuditFault | null> {
  return await firstFault(
    trx,
    /* sql */ `
    select a.id as entry_id, null as seq, 'it was inserted later: it is not in the chain' as problem
    from audit_log a, audit_head h
    where h.cluster = (select system_identifier from pg_control_system())
      and a.txid < h.sealed_below and not exists (select from audit_seals s where s.entry_id = a.id)
    order by a.created_at, a.id limit 1`,
  );
}

async function compareStoredHead(trx: Knex, { seq, hash }: StoredHead): Promise<AuditFault | null> {
  const seal = await trx('audit_seals')
    .where({ seq })
    .first<{ entry_id: string; hash: string } | undefined>('entry_id', 'hash');
  if (seal === undefined) return { entryId: null, seq, problem: 'the chain ends before the stored head' };
  if (seal.hash !== hash)
    return {
      entryId: seal.entry_id,
      seq,
      problem: 'it differs from the stored head: the chain was rebuilt',
    };
  return null;
}

async function firstFault(trx: Knex, query: string): Promise<AuditFault | null> {
  const { rows } = await trx.raw<{
    rows: { entry_id: string | null; seq: string | null; problem: string }[];
  }>(query);
  const row = rows[0];
  return row === undefined
    ? null
    : { entryId: row.entry_id, seq: row.seq === null ? null : Number(row.seq), problem: row.problem };
}
