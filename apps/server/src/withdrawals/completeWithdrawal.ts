import {
  type PolicyRules,
  type SentAmountDeviation,
  sentAmountDeviation,
  type StepUpEvidence,
  transactionHashLooksValid,
} from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { settleWithdrawal } from '../ledger/settleWithdrawal.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { completionChallenge } from '../stepUp/challenges.ts';
import { authorizeStep, evidenceFor, requireFourEyes, requireStaff } from './authorizeStep.ts';
import { requireRate } from './cryptoRate.ts';
import { transitionWithdrawal, type Transition } from './transitionWithdrawal.ts';

export interface SentPayment {
  /** The payment's transaction on the chain. */
  transactionHash: string;
  /** How much was sent, in the currency's units; by default the amount fixed at approval. */
  cryptoAmount?: string | undefined;
  /** Why another amount was sent. */
  note?: string | undefined;
  /** The second factor given for recording exactly this; null: the provider's report of a payout that was ordered with one. */
  evidence: StepUpEvidence | null;
}

/**
 * Records that the funds were sent: stores the hash, posts the withdrawal and its fee and releases the hold, in one
 * database transaction, once. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED, STAFF_ONLY, SAME_PERSON
 * (requested or approved it), RATE_EXPIRED (and no sent amount was given), MORE_APPROVALS_NEEDED,
 * INVALID_TRANSACTION_HASH, TRANSACTION_HASH_USED (another withdrawal has it), AMOUNT_DEVIATES (without a reason, or
 * another person did not agree), PAYOUT_IN_FLIGHT, as `evidenceFor` and, unless it was `processing` already, what the
 * policy refuses.
 */
export async function completeWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  payment: SentPayment & { evidence: StepUpEvidence },
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, completion(ctx, actor, payment));
}

/** The transition alone, for callers that complete a withdrawal in a larger database transaction. */
export function completion(ctx: AppContext, actor: Actor, payment: SentPayment): Transition {
  return {
    step: 'complete',
    actor,
    note: payment.note,
    async write(trx, withdrawal, at) {
      const rules = await requireMayComplete(trx, ctx, { withdrawal, actor, payment, at });
      const { network } = await Currency.query(trx)
        .findOne({ code: withdrawal.currencyCode })
        .throwIfNotFound();
      if (!transactionHashLooksValid(network, payment.transactionHash)) {
        throw new DomainError(
          'INVALID_TRANSACTION_HASH',
          `this is not the form of a transaction hash on ${network}`,
        );
      }
      await requireNewTransaction(trx, { withdrawal, network, transactionHash: payment.transactionHash });
      requireReason(withdrawal, payment);
      await actor.admit?.(trx);
      await withdrawal.$query(trx).patch({
        status: 'completed',
        completedAt: at,
        statusChangedAt: at,
        transactionHash: payment.transactionHash,
        ...(payment.cryptoAmount !== undefined && { cryptoAmount: payment.cryptoAmount }),
        completionStepUp: evidenceOf(withdrawal, { actor, payment, rules }),
        completedByKind: actor.kind,
        completedById: actor.id,
        completedByName: actor.name,
      });
      await settleWithdrawal(trx, withdrawal, { actor, at, transactionHash: payment.transactionHash });
    },
  };
}

/** A payment that has started may have left the desk: no rate and no policy may keep it from being recorded. */
async function requireMayComplete(
  trx: Knex.Transaction,
  ctx: AppContext,
  {
    withdrawal,
    actor,
    payment,
    at,
  }: { withdrawal: WithdrawalRequest; actor: Actor; payment: SentPayment; at: Date },
): Promise<PolicyRules> {
  if (withdrawal.status === 'processing') {
    const { rules } = await currentPolicy(trx, ctx);
    // What the provider has paid must be recorded, whatever the policy says by now.
    const creditorDays = payment.evidence === null ? 0 : rules.creditorDays;
    await requireFourEyes(trx, { step: 'complete', withdrawal, actor, rules: { ...rules, creditorDays } });
    return rules;
  }
  const { rules } = await authorizeStep(trx, ctx, { step: 'complete', withdrawal, actor, at });
  if (payment.cryptoAmount === undefined) requireRate(withdrawal, at);
  return rules;
}

/** The evidence to store; null: a payout that the provider reports, or none was asked for. */
function evidenceOf(
  { payloadHash, amountUsd }: WithdrawalRequest,
  { actor, payment, rules }: { actor: Actor; payment: SentPayment; rules: PolicyRules },
): StepUpEvidence | null {
  const { transactionHash, cryptoAmount = null, evidence } = payment;
  if (evidence === null) return null;
  const challenge = completionChallenge(payloadHash, transactionHash, cryptoAmount);
  return evidenceFor({ staffId: requireStaff(actor), challenge, amountUsd, rules }, evidence).stepUp;
}

/**
 * One transaction pays one withdrawal, however its hash is spelled. Refuses with TRANSACTION_HASH_USED, which names the
 * other one; of two at the same moment the unique index refuses the second.
 */
async function requireNewTransaction(
  trx: Knex.Transaction,
  { withdrawal, network, transactionHash }: CompletedTransaction,
): Promise<void> {
  const other = await WithdrawalRequest.query(trx)
    .select('id', 'internalWithdrawalId')
    .whereRaw('transaction_hash_key = transaction_hash_key(?, ?)', [network, transactionHash])
    .whereNot('id', withdrawal.id)
    .first();
  if (other !== undefined)
    throw new DomainError(
      'TRANSACTION_HASH_USED',
      `this transaction is recorded for the withdrawal ${other.internalWithdrawalId} already`,
      { withdrawalId: other.id, internalWithdrawalId: other.internalWithdrawalId },
    );
}

interface CompletedTransaction {
  withdrawal: WithdrawalRequest;
  network: string;
  transactionHash: string;
}

/**
 * An amount far from the fixed one needs a reason. That another person has agreed is for the change request, and for
 * PostgreSQL at the commit. Refuses with AMOUNT_DEVIATES.
 */
export function requireReason(
  withdrawal: Pick<WithdrawalRequest, 'cryptoAmount'>,
  { cryptoAmount, note }: Pick<SentPayment, 'cryptoAmount' | 'note'>,
): SentAmountDeviation {
  const deviation = sentAmountDeviation(withdrawal.cryptoAmount, cryptoAmount);
  if (deviation.isLarge && note === undefined)
    throw new DomainError(
      'AMOUNT_DEVIATES',
      deviation.percent === null
        ? 'no amount was fixed to compare with: say why this amount was sent'
        : `the sent amount is ${deviation.percent} % away from the amount that was fixed: say why`,
      { fixedAmount: withdrawal.cryptoAmount, sentAmount: cryptoAmount, percent: deviation.percent },
    );
  return deviation;
}
