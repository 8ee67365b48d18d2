import { symmetricDecrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
import { matchingTotpStep } from '../base/totp.ts';

export type DecryptionKey = Parameters<typeof symmetricDecrypt>[0]['key'];

/**
 * Takes a TOTP code out of circulation. The step of each right code is recorded by one conditional update, so
 * that of any number of requests with the same code, in parallel or later, exactly one gets `taken`. Codes of
 * older steps are refused as well (RFC 6238, 5.2).
 *
 * @returns `wrong` also where no secret is enrolled, `spent` when the code was right but it or a later one
 *   was taken before
 */
export async function takeTotpCode(
  db: Knex,
  { staffId, code, key, at }: { staffId: string; code: string; key: DecryptionKey; at: Date },
): Promise<'taken' | 'spent' | 'wrong'> {
  const factor = await db('staff_two_factors')
    .where({ staff_id: staffId })
    .first<{ secret: string } | undefined>('secret');
  if (!factor) return 'wrong';
  const step = matchingTotpStep(await symmetricDecrypt({ key, data: factor.secret }), code, at);
  if (step === null) return 'wrong';
  const taken = await db('staff_two_factors')
    // The secret that was looked at: another one may have taken its place meanwhile.
    .where({ staff_id: staffId, secret: factor.secret })
    .whereRaw('coalesce(last_used_step, -1) < ?', [step])
    .update({ last_used_step: step });
  return taken === 1 ? 'taken' : 'spent';
}
