import { randomInt } from 'node:crypto';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import { matchingTotpStep } from '../base/totp.ts';

export type DecryptionKey = Parameters<typeof symmetricDecrypt>[0]['key'];

/**
 * Consumes a TOTP code, so that it works once (better-auth accepts a code as often as it is sent during its
 * validity). The step of each correct code is recorded by one conditional update: of any number of requests
 * with the same code, concurrent or later, exactly one gets `consumed`. Codes of older steps are refused too
 * (RFC 6238, 5.2).
 *
 * @returns `wrong` also without an enrolled secret; `used`: correct, but this code or a later one was consumed
 *   before
 */
export async function consumeTotpCode(
  db: Knex,
  { staffId, code, key, at }: { staffId: string; code: string; key: DecryptionKey; at: Date },
): Promise<'consumed' | 'used' | 'wrong'> {
  const factor = await db('staff_two_factors')
    .where({ staff_id: staffId })
    .first<{ secret: string } | undefined>('secret');
  if (!factor) return 'wrong';
  const step = matchingTotpStep(await symmetricDecrypt({ key, data: factor.secret }), code, at);
  if (step === null) return 'wrong';
  const consumed = await db('staff_two_factors')
    // Only if the secret that was checked is still the current one.
    .where({ staff_id: staffId, secret: factor.secret })
    .whereRaw('coalesce(last_used_step, -1) < ?', [step])
    .update({ last_used_step: step });
  return consumed === 1 ? 'consumed' : 'used';
}

const CODE_COUNT = 10;
/** Without characters that are easily confused; ten of these are over 57 bits. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const codesSchema = z.array(z.string());

/** The unused recovery codes in the column `backup_codes` (better-auth's name for them). */
export async function readRecoveryCodes(stored: string, key: DecryptionKey): Promise<string[]> {
  return codesSchema.parse(JSON.parse(await symmetricDecrypt({ key, data: stored })));
}

/**
 * Consumes a recovery code. The list is replaced only if it has not changed since it was read: of two
 * concurrent requests with one code exactly one gets true, also when the other one is a sign-in.
 *
 * @returns false when it is not one of the unused codes
 */
export async function consumeRecoveryCode(
  db: Knex,
  { staffId, code, key }: { staffId: string; code: string; key: DecryptionKey },
): Promise<boolean> {
  const factor = await db('staff_two_factors')
    .where({ staff_id: staffId })
    .first<{ backup_codes: string } | undefined>('backup_codes');
  if (!factor) return false;
  const codes = await readRecoveryCodes(factor.backup_codes, key);
  const left = codes.filter((one) => one !== code);
  if (left.length === codes.length) return false;
  const consumed = await db('staff_two_factors')
    .where({ staff_id: staffId, backup_codes: factor.backup_codes })
    .update({ backup_codes: await symmetricEncrypt({ key, data: JSON.stringify(left) }) });
  return consumed === 1;
}

/**
 * Replaces all recovery codes by ten new ones of the form `aB3de-Fgh4j`, stored as better-auth stores its own.
 * @returns null without a confirmed authenticator app
 */
export async function replaceRecoveryCodes(
  trx: Knex.Transaction,
  { staffId, key }: { staffId: string; key: DecryptionKey },
): Promise<string[] | null> {
  const codes = Array.from({ length: CODE_COUNT }, () => `${letters(5)}-${letters(5)}`);
  const replaced = await trx('staff_two_factors')
    .where({ staff_id: staffId, verified: true })
    .update({ backup_codes: await symmetricEncrypt({ key, data: JSON.stringify(codes) }) });
  return replaced === 1 ? codes : null;
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
