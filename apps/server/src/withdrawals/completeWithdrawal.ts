import { transactionHashLooksValid, type StepUpEvidence } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { settleWithdrawal } from '../ledger/settleWithdrawal.ts';
import { Currency } from '../models/Currency.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { transitionWithdrawal, type Step } from './transitionWithdrawal.ts';
import { refuseSamePerson, requireRate, requireSender } from './requireSender.ts';

export interface Payout {
  /** The payout's transaction on the chain. */
  transactionHash: string;
  /** How much was sent, in the currency's units; what was fixed at approval unless told. */
  cryptoAmount?: string | undefined;
  /** The second factor that was given for recording it, kept with it. */
  evidence?: StepUpEvidence | undefined;
}

/**
 * The funds were sent: records the hash, posts the withdrawal and its fee and releases the hold, all in one
 * database transaction, once. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED, STAFF_ONLY,
 * SAME_PERSON (who requested or approved it), RATE_EXPIRED (nobody said how much was sent),
 * MORE_APPROVALS_NEEDED, INVALID_TRANSACTION_HASH, PAYOUT_IN_FLIGHT and, unless somebody had started sending,
 * what the policy refuses.
 */
export async function completeWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  payout: Payout,
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, completion(ctx, actor, payout));
}

/** The step itself, for whoever completes as a part of something larger. */
export function completion(ctx: AppContext, actor: Actor, payout: Payout): Step {
  return {
    action: 'withdrawals.complete',
    actor,
    async write(trx, withdrawal, at) {
      await requireMayComplete(trx, ctx, { withdrawal, actor, payout, at });
      const { network } = await Currency.query(trx)
        .findOne({ code: withdrawal.currencyCode })
        .throwIfNotFound();
      if (!transactionHashLooksValid(network, payout.transactionHash)) {
        throw new DomainError(
          'INVALID_TRANSACTION_HASH',
          `this is not the form of a transaction hash on ${network}`,
        );
      }
      await withdrawal.$query(trx).patch({
        status: 'completed',
        completedAt: at,
        statusChangedAt: at,
        transactionHash: payout.transactionHash,
        ...(payout.cryptoAmount !== undefined && { cryptoAmount: payout.cryptoAmount }),
        ...(payout.evidence !== undefined &&
          payout.evidence.kind !== 'none' && { completionStepUp: payout.evidence }),
        completedByKind: actor.kind,
        completedById: actor.id,
        completedByName: actor.name,
      });
      await settleWithdrawal(trx, withdrawal, { actor, at, transactionHash: payout.transactionHash });
    },
  };
}

/**
 * What somebody is sending already has left the desk: neither a rate nor a rule may keep it from being
 * recorded.
 */
async function requireMayComplete(
  trx: Knex.Transaction,
  ctx: AppContext,
  {
    withdrawal,
    actor,
    payout,
    at,
  }: { withdrawal: WithdrawalRequest; actor: Actor; payout: Payout; at: Date },
): Promise<void> {
  if (withdrawal.status === 'processing') {
    const { rules } = await currentPolicy(trx, ctx);
    await refuseSamePerson(trx, withdrawal, actor, rules.allowSamePerson);
  } else {
    await requireSender(trx, ctx, { moment: 'complete', withdrawal, actor, at });
    if (payout.cryptoAmount === undefined) requireRate(withdrawal, at);
  }
}
