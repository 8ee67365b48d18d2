import { randomInt } from 'node:crypto';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import { matchingTotpStep } from '../base/totp.ts';
import { readVerified } from '../origin/checkOrigin.ts';
import { proofToInsert } from '../origin/stampOrigin.ts';
import { reportForeignRow, type AlarmLog } from './reportForeignRow.ts';

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
  { staffId, code, key, at, log }: GivenCode & { at: Date },
): Promise<'consumed' | 'used' | 'wrong'> {
  const factor = await readTwoFactor(db, staffId, log);
  if (!factor?.secret) return 'wrong';
  const step = matchingTotpStep(await symmetricDecrypt({ key, data: factor.secret }), code, at);
  if (step === null) return 'wrong';
  const consumed = await db('staff_two_factors')
    // Only if the secret that was checked is still the current one.
    .where({ staff_id: staffId, secret: factor.secret })
    .whereRaw('coalesce(last_used_step, -1) < ?', [step])
    .update({ last_used_step: step });
  return consumed === 1 ? 'consumed' : 'used';
}

interface GivenCode {
  staffId: string;
  code: string;
  key: DecryptionKey;
  log?: AlarmLog | undefined;
}

/** Null without an authenticator app, or when somebody else than the desk wrote it: then with an alarm. */
async function readTwoFactor(db: Knex, staffId: string, log: AlarmLog | undefined) {
  const condition = { sql: 'staff_id = :staffId', bindings: { staffId } };
  return await readVerified(db, 'two_factor', condition, async (row) => await reportForeignRow(db, log, row));
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
  trx: Knex.Transaction,
  { staffId, code, key, log }: GivenCode,
): Promise<boolean> {
  const factor = await readTwoFactor(trx, staffId, log);
  if (!factor?.backupCodes) return false;
  const codes = await readRecoveryCodes(factor.backupCodes, key);
  const left = codes.filter((one) => one !== code);
  if (left.length === codes.length) return false;
  return await writeRecoveryCodes(trx, factor, await symmetricEncrypt({ key, data: JSON.stringify(left) }));
}

/** Only into the row that was read: a change in between is neither undone nor given a proof. */
async function writeRecoveryCodes(
  trx: Knex.Transaction,
  factor: NonNullable<Awaited<ReturnType<typeof readTwoFactor>>>,
  backupCodes: string,
): Promise<boolean> {
  const { id, staffId, secret, verified } = factor;
  const written = await trx('staff_two_factors')
    .where({ id, staff_id: staffId, secret, verified, backup_codes: factor.backupCodes })
    .update({
      backup_codes: backupCodes,
      origin_mac: proofToInsert(trx, 'two_factor', { ...factor, backupCodes }),
    });
  return written === 1;
}

/**
 * Replaces all recovery codes by ten new ones of the form `aB3de-Fgh4j`, stored as better-auth stores its own.
 * @returns null without a confirmed authenticator app
 */
export async function replaceRecoveryCodes(
  trx: Knex.Transaction,
  { staffId, key, log }: Omit<GivenCode, 'code'>,
): Promise<string[] | null> {
  const factor = await readTwoFactor(trx, staffId, log);
  if (factor?.verified !== 'true') return null;
  const codes = Array.from({ length: CODE_COUNT }, () => `${letters(5)}-${letters(5)}`);
  const stored = await symmetricEncrypt({ key, data: JSON.stringify(codes) });
  return (await writeRecoveryCodes(trx, factor, stored)) ? codes : null;
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
