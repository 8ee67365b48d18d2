import type { StepUpMethod } from '@paydesk/types';
import type { Knex } from 'knex';
import { readRecoveryCodes } from '../auth/oneTimeCodes.ts';
import type { DecryptionKey } from '../auth/oneTimeCodes.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';

interface Methods {
  /** What the person can use now, at this address. */
  usable: StepUpMethod[];
  /** Also true if all passkeys belong to another host: a proof is required of such a person too. */
  isEnrolled: boolean;
  recoveryCodesLeft: number;
  /** Not removed, of any host, oldest first. */
  passkeys: StaffPasskey[];
}

/** The second factors of a member of staff. */
export async function findMethods(
  db: Knex,
  { staffId, rpId, key }: { staffId: string; rpId: string; key: DecryptionKey },
): Promise<Methods> {
  const factor = await db('staff_two_factors')
    .where({ staff_id: staffId, verified: true })
    .first<{ backup_codes: string } | undefined>('backup_codes');
  const passkeys = await StaffPasskey.query(db)
    .where({ staffId })
    .whereNull('removedAt')
    .orderBy(['createdAt', 'id']);
  const recoveryCodesLeft = factor === undefined ? 0 : await countCodes(factor.backup_codes, key);
  const usable: StepUpMethod[] = [];
  if (passkeys.some((passkey) => passkey.rpId === rpId)) usable.push('passkey');
  if (factor !== undefined) usable.push('totp');
  if (recoveryCodesLeft > 0) usable.push('recoveryCode');
  return { usable, isEnrolled: factor !== undefined || passkeys.length > 0, recoveryCodesLeft, passkeys };
}

/** Zero if they were encrypted with a `PAYDESK_SECRET` that is lost: passkeys still work. */
async function countCodes(stored: string, key: DecryptionKey): Promise<number> {
  try {
    return (await readRecoveryCodes(stored, key)).length;
  } catch {
    return 0;
  }
}
