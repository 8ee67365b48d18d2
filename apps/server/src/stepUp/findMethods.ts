import type { StepUpMethod } from '@paydesk/types';
import type { Knex } from 'knex';
import { readRecoveryCodes } from '../auth/oneTimeCodes.ts';
import type { DecryptionKey } from '../auth/oneTimeCodes.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { readVerified } from '../origin/checkOrigin.ts';
import { hasRecordedFactor } from './recordedFactors.ts';

interface Methods {
  /** What the person can use now, at this address. */
  usable: StepUpMethod[];
  /**
   * Also true if all passkeys belong to another host, if somebody else than the desk wrote the authenticator app, and
   * if the factors are gone (`isGone`): a proof is required of such a person too.
   */
  isEnrolled: boolean;
  /** There are none, but the audit log says that the person has some: somebody removed them from the database. */
  isGone: boolean;
  recoveryCodesLeft: number;
  /** Not removed, of any host, oldest first. */
  passkeys: StaffPasskey[];
}

/** The second factors of a member of staff. */
export async function findMethods(
  db: Knex,
  { staffId, rpId, key }: { staffId: string; rpId: string; key: DecryptionKey },
): Promise<Methods> {
  let isForeign = false;
  const condition = { sql: 'staff_id = :staffId', bindings: { staffId } };
  const factor = await readVerified(db, 'two_factor', condition, async () => void (isForeign = true));
  const hasApp = factor?.verified === 'true';
  const passkeys = await StaffPasskey.query(db)
    .where({ staffId })
    .whereNull('removedAt')
    .orderBy(['createdAt', 'id']);
  const recoveryCodesLeft = hasApp ? await countCodes(factor.backupCodes ?? '', key) : 0;
  const usable: StepUpMethod[] = [];
  if (passkeys.some((passkey) => passkey.rpId === rpId)) usable.push('passkey');
  if (hasApp) usable.push('totp');
  if (recoveryCodesLeft > 0) usable.push('recoveryCode');
  const hasRows = hasApp || isForeign || passkeys.length > 0;
  const isGone = !hasRows && (await hasRecordedFactor(db, staffId));
  return { usable, isEnrolled: hasRows || isGone, isGone, recoveryCodesLeft, passkeys };
}

/** Zero if they were encrypted with a `PAYDESK_SECRET` that is lost: passkeys still work. */
async function countCodes(stored: string, key: DecryptionKey): Promise<number> {
  try {
    return (await readRecoveryCodes(stored, key)).length;
  } catch {
    return 0;
  }
}
