import { formatUsd, sumUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import { type Leaf, type LeafId, readLeaves } from './leaves.ts';
import { merkleRoot } from './merkleRoot.ts';
import { sealHash, type SealHead } from './seal.ts';
import type { SealKey } from './sealKey.ts';

/** Rows that one seal covers at most. */
const MAX_LEAVES = 5000;

/** Any constant serves, as long as every worker uses the same one. */
const LOCK_KEY = 7_297_336;

export interface Sealing {
  seals: SealHead[];
  /** Rows that were waiting and do not exist: somebody deleted them before they were sealed. */
  missing: LeafId[];
}

/**
 * Seals all rows of database transactions that are older than every running one. Safe to run at any time and
 * concurrently: one sealer works, the others do nothing.
 */
export async function sealLedger(knex: Knex, key: SealKey): Promise<Sealing> {
  const sealing: Sealing = { seals: [], missing: [] };
  for (;;) {
    const taken = await knex.transaction(async (trx) => {
      const lock = await trx.raw<{ rows: { locked: boolean }[] }>(
        'select pg_try_advisory_xact_lock(?) as locked',
        [LOCK_KEY],
      );
      return lock.rows[0]?.locked === true ? await sealBatch(trx, key, sealing) : 0;
    });
    if (taken < MAX_LEAVES) return sealing;
  }
}

/** Waits for the turn and seals all that is there, in one database transaction. Returns the last seal's number. */
export async function sealEverything(trx: Knex.Transaction, key: SealKey): Promise<number> {
  await trx.raw('select pg_advisory_xact_lock(?)', [LOCK_KEY]);
  while ((await sealBatch(trx, key, { seals: [], missing: [] }, 'all')) === MAX_LEAVES);
  const last = await trx('ledger_seals').max<{ max: string | null }[]>('seq as max').first();
  return Number(last?.max ?? 0);
}

async function sealBatch(
  trx: Knex.Transaction,
  key: SealKey,
  sealing: Sealing,
  which: 'all' | 'settled' = 'settled',
): Promise<number> {
  const waiting = await takeWaiting(trx, which);
  if (waiting.length === 0) return 0;
  const leaves = (await readLeaves(trx, waiting)).toSorted(byKindAndId);
  const found = new Set(leaves.map(nameOf));
  sealing.missing.push(...waiting.filter((leaf) => !found.has(nameOf(leaf))));
  if (leaves.length > 0) sealing.seals.push(await insertSeal(trx, key, leaves));
  return waiting.length;
}

const nameOf = ({ kind, id }: LeafId) => `${kind} ${id}`;

const byKindAndId = (a: LeafId, b: LeafId) => (nameOf(a) < nameOf(b) ? -1 : 1);

/** Numbers at or above xmax were assigned by another cluster, from which a dump was restored. */
async function takeWaiting(trx: Knex.Transaction, which: 'all' | 'settled'): Promise<LeafId[]> {
  const { rows } = await trx.raw<{ rows: LeafId[] }>(
    `delete from seal_queue where ctid = any(array(
       select q.ctid from seal_queue q, pg_current_snapshot() s
       where ? or q.txid < pg_snapshot_xmin(s) or q.txid >= pg_snapshot_xmax(s) limit ?
     )) returning kind, row_id::text as id`,
    [which === 'all', MAX_LEAVES],
  );
  return rows;
}

async function insertSeal(trx: Knex.Transaction, key: SealKey, leaves: readonly Leaf[]): Promise<SealHead> {
  const last = await trx('ledger_seals')
    .orderBy('seq', 'desc')
    .first<LastSeal | undefined>('seq', 'hash', 'total_rows', 'total_balance_usd');
  const { rows } = await trx.raw<{ rows: { at: Date }[] }>(
    "select date_trunc('milliseconds', clock_timestamp()) as at",
  );
  const content = {
    seq: Number(last?.seq ?? 0) + 1,
    prevHash: last?.hash ?? '',
    merkleRoot: merkleRoot(leaves.map(({ hash }) => hash)),
    leaves: leaves.length,
    totalRows: Number(last?.total_rows ?? 0) + leaves.length,
    totalBalanceUsd: sumUsd([
      formatUsd(last?.total_balance_usd ?? '0'),
      ...leaves.map(({ amountUsd }) => amountUsd),
    ]),
    sealedAt: rows[0]?.at ?? new Date(),
  };
  const hash = sealHash(content);
  const seal: SealHead = { ...content, hash, signature: key.sign(hash), keyId: key.id };
  await trx('ledger_seals').insert({
    seq: seal.seq,
    prev_hash: seal.prevHash,
    merkle_root: seal.merkleRoot,
    leaf_kinds: leaves.map(({ kind }) => kind),
    leaf_ids: leaves.map(({ id }) => id),
    total_rows: seal.totalRows,
    total_balance_usd: seal.totalBalanceUsd,
    sealed_at: seal.sealedAt,
    hash: seal.hash,
    signature: seal.signature,
    key_id: seal.keyId,
  });
  return seal;
}

interface LastSeal {
  seq: string;
  hash: string;
  total_rows: string;
  total_balance_usd: string;
}
