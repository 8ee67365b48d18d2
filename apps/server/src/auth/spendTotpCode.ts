import { symmetricDecrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
import { matchingTotpStep } from './totp.ts';

type DecryptionKey = Parameters<typeof symmetricDecrypt>[0]['key'];

/**
 * Takes a code out of circulation. better-auth accepts a code as often as it comes while its time lasts; here the
 * step of each right code is recorded by one conditional update, so that of any number of requests with the same
 * code, in parallel or later, exactly one gets `true`. Codes of older steps are refused as well (RFC 6238, 5.2).
 *
 * A wrong code also gets `true`: it spends nothing, and better-auth refuses and counts it.
 *
 * @returns false when the code was right but is spent
 */
export async function spendTotpCode(
  knex: Knex,
  { staffId, code, key, at }: { staffId: string; code: string; key: DecryptionKey; at: Date },
): Promise<boolean> {
  const factor = await knex('staff_two_factors').where({ staff_id: staffId }).first<{ secret: string } | undefined>('secret');
  if (!factor) return true;
  const step = matchingTotpStep(await symmetricDecrypt({ key, data: factor.secret }), code, at);
  if (step === null) return true;
  const spent = await knex('staff_two_factors')
    .where({ staff_id: staffId })
    .whereRaw('coalesce(last_used_step, -1) < ?', [step])
    .update({ last_used_step: step });
  return spent === 1;
}
