import type { PolicyRules, StepUpEvidence } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payout } from '../models/Payout.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { isPayable, PAYOUT_PLACES } from '../nowpayments/newPayout.ts';
import { challengeOf } from '../stepUp/challengeOf.ts';
import { authorizeStep, evidenceFor, requireStaff } from './authorizeStep.ts';
import { requireRate } from './cryptoRate.ts';
import { processingColumns } from './startProcessing.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/**
 * Orders a payout through the provider. One database transaction sets the withdrawal to `processing` and stores the
 * order; a worker sends it, once, and completes the withdrawal in this person's name. No money moves here. Refuses
 * with PAYOUTS_DISABLED, PROVIDER_REFUSED (too many decimal places), as `evidenceFor`, and what `startProcessing`
 * refuses.
 */
export async function payOutWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  evidence: StepUpEvidence,
): Promise<WithdrawalRequest> {
  requirePayouts(ctx);
  return await transitionWithdrawal(ctx, withdrawalId, {
    step: 'payOut',
    actor,
    async write(trx, withdrawal, at) {
      const { rules } = await authorizeStep(trx, ctx, { step: 'payOut', withdrawal, actor, at });
      requireRate(withdrawal, at);
      const order = await newOrder(trx, withdrawal, { actor, evidence, rules });
      await withdrawal.$query(trx).patch(processingColumns(actor, at));
      await Payout.query(trx).insert({
        ...order,
        nextAttemptAt: at,
        statusChangedAt: at,
        createdAt: at,
        updatedAt: at,
      });
    },
  });
}

/** Refuses with PAYOUTS_DISABLED unless the operator has switched payouts through the provider on. */
export function requirePayouts(ctx: Pick<AppContext, 'settings'>): void {
  if (!ctx.settings.provider.payouts.on)
    throw new DomainError('PAYOUTS_DISABLED', 'payouts through the provider are switched off on this desk');
}

async function newOrder(
  trx: Knex.Transaction,
  withdrawal: WithdrawalRequest,
  { actor, evidence, rules }: { actor: Actor; evidence: StepUpEvidence; rules: PolicyRules },
): Promise<Partial<Payout>> {
  const { cryptoAmount } = withdrawal;
  if (cryptoAmount === null)
    throw new DomainError('RATE_EXPIRED', 'no crypto amount is fixed yet: fix a rate first');
  if (!isPayable(cryptoAmount))
    throw new DomainError(
      'PROVIDER_REFUSED',
      `the provider sends at most ${PAYOUT_PLACES} decimal places, and this amount has more: pay it by hand`,
    );
  const staffId = requireStaff(actor);
  const { challenge } = await challengeOf(trx, staffId, { kind: 'payOut', id: withdrawal.id });
  const id = newId();
  return {
    id,
    externalId: id,
    withdrawalRequestId: withdrawal.id,
    currencyCode: withdrawal.currencyCode,
    network: withdrawal.network,
    address: withdrawal.walletAddress,
    extraId: withdrawal.extraId,
    cryptoAmount,
    payloadHash: withdrawal.payloadHash,
    orderedByKind: 'staff',
    orderedById: staffId,
    orderedByName: actor.name,
    ...evidenceFor({ staffId, challenge, amountUsd: withdrawal.amountUsd, rules }, evidence),
  };
}
