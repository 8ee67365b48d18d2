import type { Knex } from 'knex';
import { takeTotpCode, type DecryptionKey } from './takeTotpCode.ts';

/**
 * Takes a code out of circulation at sign-in: better-auth accepts a code as often as it comes while its time
 * lasts. See `takeTotpCode`.
 *
 * A wrong code also gets `true`: it spends nothing, and better-auth refuses and counts it.
 *
 * @returns false when the code was right but is spent
 */
export async function spendTotpCode(
  knex: Knex,
  given: { staffId: string; code: string; key: DecryptionKey; at: Date },
): Promise<boolean> {
  return (await takeTotpCode(knex, given)) !== 'spent';
}
