import type { StepUpEvidence } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payout } from '../models/Payout.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { isPayable, PAYOUT_PLACES } from '../nowpayments/newPayout.ts';
import { evidenceFor } from './evidenceFor.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';
import { nextPayOutChallenge } from './payouts/verifyPayOut.ts';
import { requirePayouts } from './payouts/requirePayouts.ts';
import { requireRate, requireSender } from './requireSender.ts';

/**
 * Orders the provider to pay: in one database transaction the withdrawal is `processing` and the intent is
 * stored; a worker carries it out, once, and completes the withdrawal in this person's name. No money moves
 * in here. Refuses with PAYOUTS_DISABLED, PROVIDER_REFUSED (it cannot send so many decimal places),
 * SECOND_FACTOR_INVALID (given for something else) and whatever `startProcessing` refuses.
 */
export async function payOutWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  evidence: StepUpEvidence,
): Promise<WithdrawalRequest> {
  requirePayouts(ctx);
  return await transitionWithdrawal(ctx, withdrawalId, {
    action: 'withdrawals.payOut',
    actor,
    async write(trx, withdrawal, at) {
      await requireSender(trx, ctx, { moment: 'payOut', withdrawal, actor, at });
      requireRate(withdrawal, at);
      const intent = await intentFor(trx, withdrawal, actor, evidence);
      await withdrawal.$query(trx).patch({
        startedByKind: actor.kind,
        startedById: actor.id,
        startedByName: actor.name,
        status: 'processing',
        processingAt: at,
        statusChangedAt: at,
      });
      await Payout.query(trx).insert({
        ...intent,
        nextAttemptAt: at,
        statusChangedAt: at,
        createdAt: at,
        updatedAt: at,
      });
    },
  });
}

async function intentFor(
  trx: Knex.Transaction,
  withdrawal: WithdrawalRequest,
  actor: Actor,
  evidence: StepUpEvidence,
): Promise<Partial<Payout>> {
  const { cryptoAmount } = withdrawal;
  if (cryptoAmount === null)
    throw new DomainError('RATE_EXPIRED', 'no crypto amount is fixed yet: fix a rate first');
  if (!isPayable(cryptoAmount))
    throw new DomainError(
      'PROVIDER_REFUSED',
      `the provider sends at most ${PAYOUT_PLACES} decimal places, and this amount has more: pay it by hand`,
    );
  const id = newId();
  return {
    id,
    externalId: id,
    withdrawalRequestId: withdrawal.id,
    currencyCode: withdrawal.currencyCode,
    address: withdrawal.walletAddress,
    extraId: withdrawal.extraId,
    cryptoAmount,
    payloadHash: withdrawal.payloadHash,
    orderedByKind: 'staff',
    orderedById: actor.id as string,
    orderedByName: actor.name,
    ...evidenceFor(await nextPayOutChallenge(trx, withdrawal), evidence),
  };
}
