import type { StepUpEvidence } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { authorizeStep, evidenceFor, requireStaff } from './authorizeStep.ts';
import { estimateIfPlausible, fixedRate } from './cryptoRate.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

export interface Approval {
  /** From `verifyWithdrawalStepUp`: what the second factor was given for. */
  evidence: StepUpEvidence;
  note?: string | undefined;
}

/**
 * Records one person's approval, bound to the hash of what was requested. With the last approval that it needs the
 * request becomes `approved`, and the crypto amount to send is fixed for as long as the policy says, if the provider's
 * rate is plausible. No money moves yet. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED, SAME_PERSON (requested it, or has approved it
 * already), STAFF_ONLY, USER_FROZEN, LIMIT_EXCEEDED, POLICY_REFUSED, COOLING_DOWN and as `evidenceFor`.
 */
export async function approveWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  { evidence, note }: Approval,
): Promise<WithdrawalRequest> {
  const staffId = requireStaff(actor);
  const cryptoAmount = await currentCryptoAmount(ctx, withdrawalId);
  return await transitionWithdrawal(ctx, withdrawalId, {
    step: 'approve',
    actor,
    note,
    async write(trx, withdrawal, at) {
      const decision = await authorizeStep(trx, ctx, { step: 'approve', withdrawal, actor, at });
      await WithdrawalApproval.query(trx).insert({
        id: newId(at),
        withdrawalRequestId: withdrawalId,
        staffId,
        staffName: actor.name ?? staffId,
        note: note ?? null,
        payloadHash: withdrawal.payloadHash,
        createdAt: at,
        ...evidenceFor(
          {
            staffId,
            challenge: withdrawal.payloadHash,
            amountUsd: withdrawal.amountUsd,
            rules: decision.rules,
          },
          evidence,
        ),
      });
      const requiredApprovals = Math.max(withdrawal.requiredApprovals, decision.requiredApprovals);
      if (requiredApprovals > withdrawal.requiredApprovals)
        await withdrawal.$query(trx).patch({ requiredApprovals });
      const approvals = await WithdrawalApproval.query(trx)
        .where({ withdrawalRequestId: withdrawalId, payloadHash: withdrawal.payloadHash })
        .resultSize();
      if (approvals < requiredApprovals) return;
      await withdrawal.$query(trx).patch({
        status: 'approved',
        approvedAt: at,
        statusChangedAt: at,
        ...(cryptoAmount !== null && fixedRate(cryptoAmount, at, decision.rules)),
      });
    },
  });
}

/** Asks the provider before any row is locked, so that a slow answer blocks no one else. */
async function currentCryptoAmount(ctx: AppContext, withdrawalId: string): Promise<string | null> {
  const withdrawal = await WithdrawalRequest.query(ctx.knex).findById(withdrawalId);
  if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  if (withdrawal.status !== 'pending') return null;
  const currency = await Currency.query(ctx.knex)
    .findOne({ code: withdrawal.currencyCode })
    .throwIfNotFound();
  return await estimateIfPlausible(ctx, currency, withdrawal.finalAmountUsd);
}
