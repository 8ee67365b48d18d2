import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { requireOriginKey } from '../origin/checkOrigin.ts';
import { CHANGING_KINDS, LATER_KINDS, ORIGIN_ROWS, type OriginKind } from '../origin/originFields.ts';
import { proofToInsert, signInserted } from '../origin/stampOrigin.ts';
import type { SealKey } from './sealKey.ts';
import { sealEverything } from './sealLedger.ts';

/**
 * Marks, once for all, up to which seal rows may be without a proof of origin: what the database has now is sealed,
 * and everything that comes later must have one. Staff, passkeys and API keys, which change, get theirs now. Every process calls it before it works; the first one does it.
 */
export async function drawOriginBoundary(knex: Knex, key: SealKey): Promise<void> {
  await drawFirstBoundary(knex, key);
  await drawLaterBoundary(knex);
}

async function drawFirstBoundary(knex: Knex, key: SealKey): Promise<void> {
  if (await isDrawn(knex)) return;
  await knex.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0; set local lock_timeout = 0');
    // The sealer's lock: of several processes that start at once the others find the row.
    const sealSeq = await sealEverything(trx, key);
    if (await isDrawn(trx)) return;
    await signUnsigned(trx, CHANGING_KINDS);
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

/**
 * Gives the rows of a desk from before that got proofs later than the others theirs, once. Of several processes that
 * start at once the others wait for the row of the first.
 */
async function drawLaterBoundary(knex: Knex): Promise<void> {
  if ((await knex('resource_boundary').first('id')) !== undefined) return;
  await knex.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0; set local lock_timeout = 0');
    requireOriginKey(trx);
    const createdAt = new Date();
    const head = await trx('event_head').first<{ sequence: string }>('sequence');
    const row = { id: newId(createdAt), createdAt, eventSequence: head.sequence };
    const rows = await trx('resource_boundary')
      .insert({
        id: row.id,
        event_sequence: head.sequence,
        created_at: createdAt,
        origin_mac: proofToInsert(trx, 'resource_boundary', row),
      })
      .onConflict()
      .ignore()
      .returning('id');
    if (rows.length > 0) await signUnsigned(trx, LATER_KINDS);
  });
}

async function signUnsigned(trx: Knex.Transaction, kinds: readonly OriginKind[]): Promise<void> {
  for (const kind of kinds)
    for (const id of await trx(ORIGIN_ROWS[kind].table).whereNull('origin_mac').pluck<string[]>('id'))
      await signInserted(trx, kind, id);
}
