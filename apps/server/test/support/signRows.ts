import type { Knex } from 'knex';
import { ORIGIN_ROWS, type OriginKind } from '../../src/origin/originFields.ts';
import { signInserted } from '../../src/origin/stampOrigin.ts';

/** Makes rows that a test wrote by SQL the desk's own, as if a command had written them. */
export async function signRows(knex: Knex, kind: OriginKind): Promise<void> {
  for (const id of await knex(ORIGIN_ROWS[kind].table).pluck<string[]>('id'))
    await signInserted(knex, kind, id);
}
