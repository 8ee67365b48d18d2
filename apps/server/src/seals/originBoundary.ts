import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { requireOriginKey } from '../origin/checkOrigin.ts';
import {
  CHANGING_KINDS,
  ORIGIN_ROWS,
  RESOURCE_KINDS,
  SIGN_IN_KINDS,
  type OriginKind,
} from '../origin/originFields.ts';
import { proofToInsert, signInserted } from '../origin/stampOrigin.ts';
import type { SealKey } from './sealKey.ts';
import { sealEverything } from './sealLedger.ts';

/**
 * Marks, once for all, up to which seal rows may be without a proof of origin: what the database has now is sealed,
 * and everything that comes later must have one. Staff, passkeys and API keys, which change, get theirs now. Every process calls it before it works; the first one does it.
 */
export async function drawOriginBoundary(knex: Knex, key: SealKey): Promise<void> {
  await drawFirstBoundary(knex, key);
  for (const later of LATER) await drawLaterBoundary(knex, later);
}

async function drawFirstBoundary(knex: Knex, key: SealKey): Promise<void> {
  if (await isDrawn(knex)) return;
  await knex.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0; set local lock_timeout = 0');
    // The sealer's lock: of several processes that start at once the others find the row.
    const sealSeq = await sealEverything(trx, key);
    if (await isDrawn(trx)) return;
    await signUnproven(trx, CHANGING_KINDS);
    const createdAt = new Date();
    const row = { id: newId(createdAt), sealSeq, createdAt };
    requireOriginKey(trx);
    const proof = proofToInsert(trx, 'boundary', row);
    await trx('origin_boundary').insert({
      id: row.id,
      seal_seq: sealSeq,
      created_at: createdAt,
      origin_mac: proof,
    });
  });
}

const isDrawn = async (db: Knex) => (await db('origin_boundary').first('id')) !== undefined;

/** Kinds of rows that got their proofs later than the others. */
const LATER = [
  { boundary: 'sign_in_boundary', kinds: SIGN_IN_KINDS },
  { boundary: 'resource_boundary', kinds: RESOURCE_KINDS },
] as const;

/**
 * Gives the rows of a desk from before their proofs, once. Of several processes that start at once the others wait
 * for the row of the first.
 */
async function drawLaterBoundary(knex: Knex, { boundary, kinds }: (typeof LATER)[number]): Promise<void> {
  if ((await knex(boundary).first('id')) !== undefined) return;
  await knex.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0; set local lock_timeout = 0');
    requireOriginKey(trx);
    const createdAt = new Date();
    const head = await trx('event_head').first<{ sequence: string }>('sequence');
    const row = { id: newId(createdAt), createdAt, eventSequence: head.sequence };
    const columns = {
      id: row.id,
      created_at: createdAt,
      ...(boundary === 'resource_boundary' && { event_sequence: head.sequence }),
      origin_mac: proofToInsert(trx, boundary, row),
    };
    const rows = await trx(boundary).insert(columns).onConflict().ignore().returning('id');
    if (rows.length > 0) await signUnproven(trx, kinds);
  });
}

async function signUnproven(trx: Knex.Transaction, kinds: readonly OriginKind[]): Promise<void> {
  for (const kind of kinds)
    for (const id of await trx(ORIGIN_ROWS[kind].table).whereNull('origin_mac').pluck<string[]>('id'))
      await signInserted(trx, kind, id);
}
