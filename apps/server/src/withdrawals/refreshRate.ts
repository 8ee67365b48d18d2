import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { Desk } from '../desk/desk.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { currentPolicy } from '../policy/currentPolicy.ts';
import { estimateCrypto } from './estimateCrypto.ts';
import { moveWithdrawal } from './moveWithdrawal.ts';

/**
 * Fixes the crypto amount of an approved withdrawal anew, at the provider's present rate. The USD amount,
 * which people approved, stays. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED,
 * PROVIDER_UNAVAILABLE.
 */
export async function refreshRate(
  desk: Desk,
  actor: Actor,
  withdrawalId: string,
): Promise<WithdrawalRequest> {
  const asked = await WithdrawalRequest.query(desk.knex).findById(withdrawalId);
  if (asked === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const currency = await Currency.query(desk.knex).findOne({ code: asked.currencyCode }).throwIfNotFound();
  const cryptoAmount = await estimateCrypto(desk, currency, asked.finalAmountUsd);
  if (cryptoAmount === null)
    throw new DomainError(
      'PROVIDER_UNAVAILABLE',
      'the provider cannot name a rate at present: try again in a moment',
    );
  return await moveWithdrawal(desk, withdrawalId, {
    action: 'withdrawals.refreshRate',
    actor,
    async write(trx, withdrawal, at) {
      const { rules } = await currentPolicy(trx, desk);
      await withdrawal.$query(trx).patch({
        cryptoAmount,
        rateFixedAt: at,
        rateExpiresAt: new Date(at.getTime() + rules.rateSeconds * 1000),
      });
    },
  });
}
