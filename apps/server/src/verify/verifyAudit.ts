import type { Knex } from 'knex';
import { sha256Hex } from '../base/identifiers.ts';
import { auditHead, type AuditHead } from '../auditChain/auditHead.ts';
import { canonicalText } from '../base/canonicalText.ts';
import { inSnapshot } from './inSnapshot.ts';
import { readRows } from './readRows.ts';

/** The first entry that does not match the chain. */
interface AuditFault {
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
  return await inSnapshot(knex, async (trx) => await walkAudit(trx, storedHead));
}

/** `verifyAudit` inside a snapshot that is open already. */
export async function walkAudit(trx: Knex.Transaction, storedHead?: StoredHead): Promise<AuditVerdict> {
  const head = await auditHead(trx);
  const counted = await trx('audit_log').count<{ count: string }[]>('* as count').first();
  const { fault, last } = await walkSeals(trx);
  const firstBad =
    fault ??
    compareHead(head, last) ??
    (await findUnchainedEntry(trx)) ??
    (storedHead === undefined ? null : await compareStoredHead(trx, storedHead));
  return { rows: Number(counted?.count ?? 0), head, firstBad };
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

interface ChainWalk {
  fault: AuditFault | null;
  /** The end of the chain as it was read. */
  last: StoredHead;
}

/** Every seal in order, with its entry; each hash is computed again here. */
async function walkSeals(trx: Knex.Transaction): Promise<ChainWalk> {
  let fault: AuditFault | null = null;
  let last: StoredHead = { seq: 0, hash: '' };
  for await (const rows of readRows<SealRow>(trx, SEALS)) {
    for (const [seqText, entryId, prevHash, hash, sealedAt, found, stepUp, ...fields] of rows) {
      const seq = Number(seqText);
      const entry = canonicalText([seqText, entryId, ...fields, sealedAt, prevHash]);
      // Entries without evidence of a second factor are hashed without it.
      const content = stepUp === null ? entry : `${entry},${canonicalText([stepUp])}`;
      const problem =
        seq !== last.seq + 1
          ? 'an entry before it is missing'
          : found === null
            ? 'it was removed from the log'
            : prevHash !== last.hash
              ? 'it does not continue the chain'
              : hash !== sha256Hex(content)
                ? 'its content does not match its hash'
                : null;
      if (problem !== null) fault ??= { entryId, seq, problem };
      last = { seq, hash };
    }
  }
  return { fault, last };
}

const SEALS = /* sql */ `
  select s.seq::text, s.entry_id::text, s.prev_hash, s.hash,
    to_char(s.sealed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), a.id::text, a.step_up::text,
    a.action, a.actor_kind, a.actor_id, a.actor_name, a.subject_kind, a.subject_id, a.note, a.before::text,
    a.after::text, a.ip_address, a.request_id, a.session_id, a.user_agent,
    to_char(a.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    to_char(a.recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), a.txid::text
  from audit_seals s left join audit_log a on a.id = s.entry_id
  order by s.seq`;

type SealRow = [
  seq: string,
  entryId: string,
  prevHash: string,
  hash: string,
  sealedAt: string,
  found: string | null,
  stepUp: string | null,
  ...fields: (string | null)[],
];

function compareHead(head: AuditHead, last: StoredHead): AuditFault | null {
  if (head.seq === last.seq && head.hash === last.hash) return null;
  return {
    entryId: null,
    seq: head.seq,
    problem:
      last.seq < head.seq
        ? `the chain was cut off: it ends at ${last.seq}, its head says ${head.seq}`
        : 'the head of the chain is not its last entry',
  };
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
