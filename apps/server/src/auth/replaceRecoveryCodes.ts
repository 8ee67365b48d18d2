import { randomInt } from 'node:crypto';
import { symmetricEncrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
import type { DecryptionKey } from './takeTotpCode.ts';

const COUNT = 10;
/** Without those that are read for another; ten of these are over 57 bits. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Ten new codes of the form `aB3de-Fgh4j`, stored as better-auth stores its own; the old ones are worth
 * nothing. Null: no confirmed authenticator app.
 */
export async function replaceRecoveryCodes(
  trx: Knex.Transaction,
  { staffId, key }: { staffId: string; key: DecryptionKey },
): Promise<string[] | null> {
  const codes = Array.from({ length: COUNT }, () => `${letters(5)}-${letters(5)}`);
  const replaced = await trx('staff_two_factors')
    .where({ staff_id: staffId, verified: true })
    .update({ backup_codes: await symmetricEncrypt({ key, data: JSON.stringify(codes) }) });
  return replaced === 1 ? codes : null;
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
