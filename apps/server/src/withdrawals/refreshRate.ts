import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { estimateCrypto } from './estimateCrypto.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/**
 * Fixes the crypto amount of an approved withdrawal anew, at the provider's present rate. The USD amount,
 * which people approved, stays. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED,
 * PROVIDER_UNAVAILABLE.
 */
export async function refreshRate(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
): Promise<WithdrawalRequest> {
  const asked = await WithdrawalRequest.query(ctx.knex).findById(withdrawalId);
  if (asked === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const currency = await Currency.query(ctx.knex).findOne({ code: asked.currencyCode }).throwIfNotFound();
  const cryptoAmount = await estimateCrypto(ctx, currency, asked.finalAmountUsd);
  if (cryptoAmount === null)
    throw new DomainError(
      'PROVIDER_UNAVAILABLE',
      'the provider cannot name a rate at present: try again in a moment',
    );
  return await transitionWithdrawal(ctx, withdrawalId, {
    action: 'withdrawals.refreshRate',
    actor,
    async write(trx, withdrawal, at) {
      const { rules } = await currentPolicy(trx, ctx);
      await withdrawal.$query(trx).patch({
        cryptoAmount,
        rateFixedAt: at,
        rateExpiresAt: new Date(at.getTime() + rules.rateSeconds * 1000),
      });
    },
  });
}
