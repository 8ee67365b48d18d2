import type { Knex } from 'knex';
import { sealKeyOf, type SealKey } from '../../src/seals/sealKey.ts';
import { sealLedger } from '../../src/seals/sealLedger.ts';
import type { SealHead } from '../../src/seals/seal.ts';

export const sealKey = sealKeyOf('a secret for the seals of tests alone');

/** Seals until nothing waits: transactions of other test files on the same server hold the sealing back. */
export async function sealBooks(knex: Knex, key: SealKey = sealKey): Promise<SealHead[]> {
  const made: SealHead[] = [];
  const until = Date.now() + 15_000;
  for (;;) {
    made.push(...(await sealLedger(knex, key)).seals);
    if ((await knex('seal_queue').first()) === undefined) return made;
    if (Date.now() > until) throw new Error('something blocks the sealing');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
