import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { CHANGING_KINDS, ORIGIN_ROWS } from '../origin/originFields.ts';
import { proofToInsert, signInserted } from '../origin/stampOrigin.ts';
import type { SealKey } from './sealKey.ts';
import { sealEverything } from './sealLedger.ts';

/**
 * Marks, once for all, up to which seal rows may be without a proof of origin: what the database has now is sealed,
 * and everything that comes later must have one. Staff, passkeys and API keys, which change, get theirs now. Every process calls it before it works; the first one does it.
 */
export async function drawOriginBoundary(knex: Knex, key: SealKey): Promise<void> {
  if (await isDrawn(knex)) return;
  await knex.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0; set local lock_timeout = 0');
    // The sealer's lock: of several processes that start at once the others find the row.
    const sealSeq = await sealEverything(trx, key);
    if (await isDrawn(trx)) return;
    for (const kind of CHANGING_KINDS)
      for (const id of await trx(ORIGIN_ROWS[kind].table).whereNull('origin_mac').pluck<string[]>('id'))
        await signInserted(trx, kind, id);
    const createdAt = new Date();
    const row = { id: newId(createdAt), sealSeq, createdAt };
    const proof = proofToInsert(trx, 'boundary', row);
    if (proof === null) throw new Error('this process does not have the key that proves who wrote a row');
    await trx('origin_boundary').insert({
      id: row.id,
      seal_seq: sealSeq,
      created_at: createdAt,
      origin_mac: proof,
    });
  });
}

const isDrawn = async (db: Knex) => (await db('origin_boundary').first('id')) !== undefined;
