import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { DecryptionKey } from './takeTotpCode.ts';

const codesSchema = z.array(z.string());

/** The recovery codes that are still good, out of the column `backup_codes`. */
export async function readRecoveryCodes(stored: string, key: DecryptionKey): Promise<string[]> {
  return codesSchema.parse(JSON.parse(await symmetricDecrypt({ key, data: stored })));
}

/**
 * Spends one of better-auth's recovery codes (it calls them backup codes). The list is replaced only if it is
 * still the one that was read: of two requests with one code at once exactly one gets true, whether the other
 * is a sign-in or not.
 *
 * @returns false when it is none of the codes that are left
 */
export async function takeRecoveryCode(
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
  const taken = await db('staff_two_factors')
    .where({ staff_id: staffId, backup_codes: factor.backup_codes })
    .update({ backup_codes: await symmetricEncrypt({ key, data: JSON.stringify(left) }) });
  return taken === 1;
}
