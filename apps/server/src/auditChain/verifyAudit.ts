import type { Knex } from 'knex';
import { auditHead, type AuditHead } from './auditHead.ts';

/** The first entry that does not fit, in words. */
export interface AuditFault {
  /** Null when it is the end of the chain that is wrong. */
  entryId: string | null;
  /** Its number in the chain; null when it is in no chain. */
  seq: number | null;
  problem: string;
}

export interface AuditVerdict {
  /** Entries in the log, those that wait for their seal included. */
  rows: number;
  head: AuditHead;
  firstBad: AuditFault | null;
}

/** A head that somebody wrote down earlier. */
export interface RememberedHead {
  seq: number;
  hash: string;
}

/**
 * Walks the chain of the audit log and computes every hash again from its entry: finds what was changed,
 * removed, put in, put into another order or cut off at the end. Reads one snapshot; changes nothing.
 *
 * Who may switch triggers off can also rewrite the whole chain, head included. That shows in `remembered`
 * alone: a head that was written down outside of the database (the log and `/metrics` tell it).
 */
export async function verifyAudit(knex: Knex, remembered?: RememberedHead): Promise<AuditVerdict> {
  return await knex.transaction(
    async (trx) => {
      await trx.raw("set local statement_timeout = '30min'");
      const head = await auditHead(trx);
      const counted = await trx('audit_log').count<{ count: string }[]>('* as count').first();
      const firstBad =
        (await brokenSeal(trx)) ??
        (await falseEnd(trx)) ??
        (await strayEntry(trx)) ??
        (remembered === undefined ? null : await forgottenHead(trx, remembered));
      return { rows: Number(counted?.count ?? 0), head, firstBad };
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

async function brokenSeal(trx: Knex): Promise<AuditFault | null> {
  return await firstFault(
    trx,
    /* sql */ `
    with walk as (
      select s.seq, s.entry_id, s.hash, s.prev_hash, a.id as found, audit_seal_hash(a, s.seq, s.prev_hash, s.sealed_at) as computed,
        lag(s.hash) over w as previous_hash, lag(s.seq) over w as previous_seq
      from audit_seals s left join audit_log a on a.id = s.entry_id window w as (order by s.seq)
    )
    select entry_id, seq, case
        when seq <> coalesce(previous_seq, 0) + 1 then 'an entry before it is missing'
        when found is null then 'it was removed from the log'
        when prev_hash <> coalesce(previous_hash, '') then 'it does not continue the chain'
        else 'its content does not match its hash' end as problem
    from walk
    where seq <> coalesce(previous_seq, 0) + 1 or found is null or prev_hash <> coalesce(previous_hash, '') or hash <> computed
    order by seq limit 1`,
  );
}

async function falseEnd(trx: Knex): Promise<AuditFault | null> {
  return await firstFault(
    trx,
    /* sql */ `
    select null as entry_id, h.seq, case
        when coalesce(s.seq, 0) < h.seq then format('the chain was cut off: it ends at %s, its head says %s', coalesce(s.seq, 0), h.seq)
        else 'the head of the chain is not its last entry' end as problem
    from audit_head h left join (select seq, hash from audit_seals order by seq desc limit 1) s on true
    where (h.seq, h.hash) is distinct from (coalesce(s.seq, 0), coalesce(s.hash, ''))`,
  );
}

/**
 * An entry that is too old not to be sealed was put in behind the desk's back. Transaction numbers of another
 * cluster say nothing about age.
 */
async function strayEntry(trx: Knex): Promise<AuditFault | null> {
  return await firstFault(
    trx,
    /* sql */ `
    select a.id as entry_id, null as seq, 'it was put into the log afterwards: it has no place in the chain' as problem
    from audit_log a, audit_head h
    where h.cluster = (select system_identifier from pg_control_system()) and a.txid < h.sealed_below and not exists (select from audit_seals s where s.entry_id = a.id)
    order by a.created_at, a.id limit 1`,
  );
}

async function forgottenHead(trx: Knex, { seq, hash }: RememberedHead): Promise<AuditFault | null> {
  const seal = await trx('audit_seals')
    .where({ seq })
    .first<{ entry_id: string; hash: string } | undefined>('entry_id', 'hash');
  if (seal === undefined)
    return { entryId: null, seq, problem: 'the chain ends before the head that was written down' };
  if (seal.hash !== hash)
    return {
      entryId: seal.entry_id,
      seq,
      problem: 'it is another one than when the head was written down: the chain was made anew',
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
