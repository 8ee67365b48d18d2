import type { StepUpEvidence } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { askPolicy } from './askPolicy.ts';
import { estimateCrypto } from './estimateCrypto.ts';
import { evidenceFor } from './evidenceFor.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

export interface Approval {
  /** From `proveStepUp`: what the person's second factor was given for. */
  evidence: StepUpEvidence;
  note?: string | undefined;
}

/**
 * One person's yes, bound to the hash of what was requested. With the last approval that the request needs it
 * becomes `approved`, and the crypto amount to send is fixed for as long as the policy says; no money moves
 * yet. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED, SAME_PERSON (who requested it, or has
 * approved it already), STAFF_ONLY, SECOND_FACTOR_INVALID (given for something else), USER_FROZEN,
 * LIMIT_EXCEEDED, POLICY_REFUSED, COOLING_DOWN.
 */
export async function approveWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  { evidence, note }: Approval,
): Promise<WithdrawalRequest> {
  const staffId = actor.kind === 'staff' ? actor.id : null;
  if (staffId === null) throw new DomainError('STAFF_ONLY', 'only a person can approve');
  const { network, cryptoAmount } = await priceNow(ctx, withdrawalId);
  return await transitionWithdrawal(ctx, withdrawalId, {
    action: 'withdrawals.approve',
    actor,
    note,
    async write(trx, withdrawal, at) {
      const decision = await askPolicy(trx, ctx, { moment: 'approve', withdrawal, network, at });
      if (
        withdrawal.requestedByKind === 'staff' &&
        withdrawal.requestedById === staffId &&
        !decision.rules.allowSamePerson
      ) {
        throw new DomainError('SAME_PERSON', 'who requested a withdrawal cannot approve it');
      }
      await WithdrawalApproval.query(trx).insert({
        id: newId(at),
        withdrawalRequestId: withdrawalId,
        staffId,
        staffName: actor.name ?? staffId,
        note: note ?? null,
        payloadHash: withdrawal.payloadHash,
        createdAt: at,
        ...evidenceFor(withdrawal.payloadHash, evidence),
      });
      const requiredApprovals = Math.max(withdrawal.requiredApprovals, decision.requiredApprovals);
      if (requiredApprovals > withdrawal.requiredApprovals)
        await withdrawal.$query(trx).patch({ requiredApprovals });
      const approvals = await WithdrawalApproval.query(trx)
        .where({ withdrawalRequestId: withdrawalId, payloadHash: withdrawal.payloadHash })
        .resultSize();
      if (approvals < requiredApprovals) return;
      const rate =
        cryptoAmount === null
          ? {}
          : {
              cryptoAmount,
              rateFixedAt: at,
              rateExpiresAt: new Date(at.getTime() + decision.rules.rateSeconds * 1000),
            };
      await withdrawal
        .$query(trx)
        .patch({ status: 'approved', approvedAt: at, statusChangedAt: at, ...rate });
    },
  });
}

/** The rate is asked for before anything is locked: a slow provider holds nobody up. */
async function priceNow(
  ctx: AppContext,
  withdrawalId: string,
): Promise<{ network: string; cryptoAmount: string | null }> {
  const withdrawal = await WithdrawalRequest.query(ctx.knex).findById(withdrawalId);
  if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const currency = await Currency.query(ctx.knex)
    .findOne({ code: withdrawal.currencyCode })
    .throwIfNotFound();
  const cryptoAmount =
    withdrawal.status === 'pending' ? await estimateCrypto(ctx, currency, withdrawal.finalAmountUsd) : null;
  return { network: currency.network, cryptoAmount };
}
