import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { estimateCrypto, fixedRate } from './cryptoRate.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/**
 * Fixes a new crypto amount for an approved withdrawal, at the provider's current rate. The approved USD amount does
 * not change. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED,
 * PROVIDER_UNAVAILABLE, RATE_IMPLAUSIBLE.
 */
export async function refreshRate(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
): Promise<WithdrawalRequest> {
  const request = await WithdrawalRequest.query(ctx.knex).findById(withdrawalId);
  if (request === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const currency = await Currency.query(ctx.knex).findOne({ code: request.currencyCode }).throwIfNotFound();
  // Whether the row is still what was requested comes first.
  const [estimate] = await Promise.allSettled([estimateCrypto(ctx, currency, request.finalAmountUsd)]);
  return await transitionWithdrawal(ctx, withdrawalId, {
    step: 'refreshRate',
    actor,
    async write(trx, withdrawal, at) {
      if (estimate.status === 'rejected') throw estimate.reason;
      const cryptoAmount = estimate.value;
      if (cryptoAmount === null)
        throw new DomainError(
          'PROVIDER_UNAVAILABLE',
          'the provider has no rate at the moment: try again in a minute',
        );
      const { rules } = await currentPolicy(trx, ctx);
      await withdrawal.$query(trx).patch(fixedRate(cryptoAmount, at, rules));
    },
  });
}
