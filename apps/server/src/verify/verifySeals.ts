import { sumUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { ExportedSeal } from '../seals/exportedSeals.ts';
import {
  LEAF_KINDS,
  readLeaves,
  sealedRowsOf,
  type Leaf,
  type LeafId,
  type LeafKind,
} from '../seals/leaves.ts';
import { merkleRoot } from '../seals/merkleRoot.ts';
import { sealHash } from '../seals/seal.ts';
import { sealVerifier } from '../seals/sealKey.ts';
import type { DeskRestore } from '../models/DeskRestore.ts';
import { restoreThatLost } from '../restores/ownRestores.ts';
import type { Fault, Finding } from './finding.ts';
import { readRows } from './readRows.ts';

export interface SealOptions {
  /** Base64 keys whose signatures are valid. Null: signatures are not checked. */
  publicKeys: readonly string[] | null;
  /** Seals that were exported earlier: each must still be there. */
  exported?: readonly ExportedSeal[] | undefined;
  /** Restores that the desk recorded: they explain that later seals are missing. */
  restores?: readonly DeskRestore[] | undefined;
}

/** Each may name thousands of rows. */
const SEALS_AT_ONCE = 50;

/** Rows that are read at once: of one large seal, or of many small ones. */
const LEAVES_AT_ONCE = 5000;

export interface SealVerdict extends Finding {
  /** `number:hash` of the last seal; null without any. */
  head: string | null;
  /** Exported seals that are missing because of a restore: how many, by its id. */
  lost: Map<string, number>;
}

/**
 * Checks every seal: numbers, chain, signature, and the tree computed again from the rows that it covers. Then looks
 * for rows that no seal covers and that wait for none.
 */
export async function verifySeals(trx: Knex.Transaction, options: SealOptions): Promise<SealVerdict> {
  const found: SealVerdict = { rows: 0, faults: 0, firstBad: null, head: null, lost: new Map() };
  const add = (fault: Fault | null) => {
    if (fault === null) return;
    found.faults += 1;
    found.firstBad ??= fault;
  };
  const noteLost = (seal: ExportedSeal): boolean => {
    const restore = restoreThatLost(options.restores ?? [], seal);
    if (restore === undefined) return false;
    found.lost.set(restore.id, (found.lost.get(restore.id) ?? 0) + 1);
    return true;
  };
  const isSigned = options.publicKeys === null ? () => true : sealVerifier(options.publicKeys);
  const exported = exportedByNumber(options.exported ?? []);
  let last = { seq: 0, hash: '', rows: 0, balanceUsd: '0.00' };
  for await (const rows of readRows<SealRow>(trx, SEALS, {}, SEALS_AT_ONCE)) {
    for await (const [seal, leaves] of withLeaves(trx, rows.map(readSeal))) {
      const { problem, balanceUsd } = checkSeal(seal, leaves, last);
      const missing = (exported.get(seal.seq) ?? []).filter(({ hash }) => hash !== seal.hash);
      const first =
        problem ??
        (isSigned(seal) ? null : 'it is not signed with a known key') ??
        (missing.every(noteLost) ? null : 'it differs from the exported one: the chain was built again');
      add(first === null ? null : { table: 'ledger_seals', id: String(seal.seq), problem: first });
      exported.delete(seal.seq);
      last = { seq: seal.seq, hash: seal.hash, rows: seal.totalRows, balanceUsd };
      found.rows += seal.ids.length;
    }
  }
  for (const [seq, seals] of exported)
    if (!seals.every(noteLost))
      add({ table: 'ledger_seals', id: String(seq), problem: 'it was exported, and is not there any more' });
  // Unnested arrays have no statistics: a nested loop over all rows looks cheap to the planner.
  await trx.raw("select set_config('enable_nestloop', 'off', true)");
  for (const kind of LEAF_KINDS) add(await findUnsealed(trx, kind));
  await trx.raw("select set_config('enable_nestloop', 'on', true)");
  return { ...found, head: last.seq === 0 ? null : `${last.seq}:${last.hash}` };
}

/** After a restore the file has several of one number. */
function exportedByNumber(seals: readonly ExportedSeal[]): Map<number, ExportedSeal[]> {
  const byNumber = new Map<number, ExportedSeal[]>();
  for (const seal of seals) byNumber.set(seal.seq, [...(byNumber.get(seal.seq) ?? []), seal]);
  return byNumber;
}

interface StoredSeal {
  seq: number;
  prevHash: string;
  merkleRoot: string;
  kinds: string[];
  ids: string[];
  totalRows: number;
  totalBalanceUsd: string;
  sealedAt: Date;
  hash: string;
  signature: string;
  keyId: string;
}

type Leaves = ReadonlyMap<string, Leaf>;

/** Every seal with the rows that it covers; small seals share the queries. */
async function* withLeaves(
  trx: Knex.Transaction,
  seals: readonly StoredSeal[],
): AsyncGenerator<[StoredSeal, Leaves]> {
  for (let from = 0; from < seals.length;) {
    let [to, count] = [from, 0];
    while (to < seals.length && (to === from || count < LEAVES_AT_ONCE)) {
      count += seals[to]?.ids.length ?? 0;
      to += 1;
    }
    const group = seals.slice(from, to);
    const leaves = await readLeaves(trx, group.flatMap(wantedBy));
    const byName = new Map(leaves.map((leaf) => [`${leaf.kind} ${leaf.id}`, leaf]));
    for (const seal of group) yield [seal, byName];
    from = to;
  }
}

const wantedBy = ({ ids, kinds }: StoredSeal): LeafId[] =>
  ids.map((id, index) => ({ kind: kinds[index] ?? '', id }));

function checkSeal(
  seal: StoredSeal,
  leaves: Leaves,
  last: { seq: number; hash: string; rows: number; balanceUsd: string },
): { problem: string | null; balanceUsd: string } {
  const wanted = wantedBy(seal);
  const ordered = wanted.flatMap(({ kind, id }) => leaves.get(`${kind} ${id}`) ?? []);
  const balanceUsd = sumUsd([last.balanceUsd, ...ordered.map(({ amountUsd }) => amountUsd)]);
  const gone = wanted.find(({ kind, id }) => !leaves.has(`${kind} ${id}`));
  return { balanceUsd, problem: problemOf() };

  function problemOf(): string | null {
    if (seal.seq !== last.seq + 1) return 'a seal before it is missing';
    if (seal.prevHash !== last.hash) return 'it does not continue the chain';
    if (gone !== undefined) return `a row that it covers was deleted: ${gone.kind} ${gone.id}`;
    if (merkleRoot(ordered.map(({ hash }) => hash)) !== seal.merkleRoot)
      return 'a row that it covers was changed';
    if (seal.totalRows !== last.rows + ordered.length || seal.totalBalanceUsd !== balanceUsd)
      return 'its totals are not those of the rows so far';
    if (sealHash({ ...seal, leaves: seal.ids.length }) !== seal.hash)
      return 'its content does not match its hash';
    return null;
  }
}

/** A row that no seal covers: written while no trigger noticed, or its place in the queue was deleted. */
async function findUnsealed(trx: Knex.Transaction, kind: LeafKind): Promise<Fault | null> {
  const { table, condition } = sealedRowsOf(kind);
  const { rows } = await trx.raw<{ rows: { id: string }[] }>(
    `select r.id::text from ${table} r
     left join (
       select k.id from ledger_seals s, unnest(s.leaf_kinds, s.leaf_ids) as k (kind, id) where k.kind = :kind
       union all select q.row_id from seal_queue q where q.kind = :kind
     ) known on known.id = r.id
     where known.id is null and ${condition}
     order by r.id limit 1`,
    { kind },
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { table, id: row.id, problem: 'no seal covers it, and it does not wait for one' };
}

const SEALS = /* sql */ `
  select s.seq::text, s.prev_hash, s.merkle_root, to_json(s.leaf_kinds), to_json(s.leaf_ids), s.total_rows::text,
    round(s.total_balance_usd::numeric, 2)::text, s.sealed_at, s.hash, s.signature, s.key_id
  from ledger_seals s order by s.seq`;

type SealRow = [
  seq: string,
  prevHash: string,
  merkleRoot: string,
  kinds: string[],
  ids: string[],
  totalRows: string,
  totalBalanceUsd: string,
  sealedAt: Date,
  hash: string,
  signature: string,
  keyId: string,
];

function readSeal(row: SealRow): StoredSeal {
  const [seq, prevHash, root, kinds, ids, totalRows, totalBalanceUsd, sealedAt, hash, signature, keyId] = row;
  return {
    seq: Number(seq),
    prevHash,
    merkleRoot: root,
    kinds,
    ids,
    totalRows: Number(totalRows),
    totalBalanceUsd,
    sealedAt,
    hash,
    signature,
    keyId,
  };
}
