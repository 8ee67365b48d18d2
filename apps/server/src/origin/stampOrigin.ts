import type { Knex } from 'knex';
import { findForeign, readProofs } from './checkOrigin.ts';
import { ORIGIN_ROWS, valuesAsStored, valuesToInsert, type OriginKind } from './originFields.ts';
import { originKeyOf, type OriginKey } from './originKey.ts';

/** The proof of a row that is about to be inserted; null in a process without the key. */
export function proofToInsert(db: Knex, kind: OriginKind, row: object): string | null {
  return originKeyOf(db)?.sign(valuesToInsert(kind, row)) ?? null;
}

/** Signs rows that were inserted in this transaction, with all that the database filled in. */
export async function signInserted(trx: Knex, kind: OriginKind, id: string): Promise<void> {
  const key = originKeyOf(trx);
  if (key !== null) await signRow(trx, key, kind, id);
}

/**
 * Changes a row and renews its proof. A row whose proof is missing or wrong stays as it is in this respect: no change
 * makes another's row the desk's own.
 */
export async function changeSigned(
  trx: Knex,
  kind: OriginKind,
  id: string,
  change: () => Promise<unknown>,
): Promise<void> {
  const key = originKeyOf(trx);
  const foreign =
    key === null
      ? null
      : await findForeign(trx, kind, { sql: 'id = :id::uuid for update', bindings: { id } });
  await change();
  if (key !== null && foreign === null) await signRow(trx, key, kind, id);
}

async function signRow(trx: Knex, key: OriginKey, kind: OriginKind, id: string): Promise<void> {
  const [row] = await readProofs(trx, kind, [id]);
  if (row === undefined) return;
  await trx(ORIGIN_ROWS[kind].table)
    .where({ id })
    .update({ origin_mac: key.sign(valuesAsStored(kind, row.columns)) });
}
