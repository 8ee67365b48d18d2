import { symmetricDecrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
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
