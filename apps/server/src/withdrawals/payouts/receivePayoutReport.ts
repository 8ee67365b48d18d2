import type { Knex } from 'knex';
import { DomainError } from '../../base/domainError.ts';
import { asDomainError } from '../../db/refusal.ts';
import { transact } from '../../db/transact.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { WithdrawalRequest } from '../../models/WithdrawalRequest.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';
import { completion } from '../completeWithdrawal.ts';
import { transitionWithdrawalIn } from '../transitionWithdrawal.ts';
import { auditPayout } from './auditPayout.ts';
import { decidePayoutReport, type PayoutDecision } from './decidePayoutReport.ts';
import { orderer } from './payoutActor.ts';
import { nextLookAt } from './payoutTimes.ts';

/**
 * How a payout ends: every answer of the provider about one (create, search, question) passes here. In one
 * database transaction the withdrawal and the payout are locked, `decidePayoutReport` says what the answer
 * means, and payout, withdrawal and ledger are written together. Answers may repeat, race and be old.
 */
export async function receivePayoutReport(
  ctx: AppContext,
  payoutId: string,
  report: PayoutReport,
): Promise<Payout> {
  return await transact(ctx.knex, async (trx) => {
    const payout = await lockPayout(trx, payoutId);
    if (payout.providerPayoutId !== null && payout.providerPayoutId !== report.providerPayoutId) {
      ctx.log.error(
        { payoutId, providerPayoutId: report.providerPayoutId },
        'the provider has a second payout for one order: it is not confirmed',
      );
      return payout;
    }
    const before = payout.$clone();
    const at = ctx.clock.now();
    const decision = await write(trx, payout, report, decidePayoutReport(payout, report), at);
    const problem =
      decision.status === 'finished' ? await complete(ctx, trx, payout, report, decision) : null;
    const message = problem ?? decision.message;
    await payout
      .$query(trx)
      .patch({ ...(message !== null && { message }), nextAttemptAt: nextLookAt(payout, at) });
    if (decision.status !== null)
      await auditPayout(trx, before, { status: decision.status, message, transactionHash: report.hash }, at);
    if (problem !== null || decision.alarm)
      ctx.log.error(
        { payoutId, withdrawalId: payout.withdrawalRequestId, providerStatus: report.rawStatus, message },
        'a payout needs a person',
      );
    return payout;
  });
}

/** The withdrawal first, as everybody does who pays it out. */
export async function lockPayout(trx: Knex.Transaction, payoutId: string): Promise<Payout> {
  const { withdrawalRequestId } = await Payout.query(trx).findById(payoutId).throwIfNotFound();
  await WithdrawalRequest.query(trx).select('id').findById(withdrawalRequestId).forUpdate();
  return await Payout.query(trx).findById(payoutId).forUpdate().throwIfNotFound();
}

/**
 * Writes what was learned and decided. What has failed comes back only where nothing else has taken its
 * place.
 */
async function write(
  trx: Knex.Transaction,
  payout: Payout,
  report: PayoutReport,
  decision: PayoutDecision,
  at: Date,
): Promise<PayoutDecision> {
  const facts = learned(payout, report);
  const move = decision.status === null ? {} : { status: decision.status, statusChangedAt: at };
  if (payout.status !== 'failed') {
    await payout.$query(trx).patch({ ...facts, ...move });
    return decision;
  }
  try {
    await trx.transaction(
      async (inner) =>
        await Payout.query(inner)
          .findById(payout.id)
          .patch({ ...facts, ...move }),
    );
    payout.$set({ ...facts, ...move });
    return decision;
  } catch (error) {
    const refusal = asDomainError(error);
    if (!(refusal instanceof DomainError)) throw error;
    await payout.$query(trx).patch(facts);
    return {
      ...decision,
      status: null,
      alarm: true,
      message: `${decision.message ?? ''} But ${refusal.message}: it may be paid twice.`,
    };
  }
}

/** Facts that an answer adds; null in it means "not said". */
function learned(payout: Payout, report: PayoutReport): Partial<Payout> {
  return {
    providerStatus: report.rawStatus,
    providerData: report.raw,
    failures: 0,
    ...(payout.providerBatchId === null && {
      providerPayoutId: report.providerPayoutId,
      providerBatchId: report.providerBatchId,
    }),
    ...(payout.unverifiedStatus === null &&
      payout.verifyAttempts === 0 && { unverifiedStatus: report.rawStatus }),
    ...(report.hash !== null && { transactionHash: report.hash }),
  };
}

/**
 * The money has left: the withdrawal is completed by whoever ordered it. Answers what keeps it from that;
 * null: it is done.
 */
async function complete(
  ctx: AppContext,
  trx: Knex.Transaction,
  payout: Payout,
  report: PayoutReport,
  decision: PayoutDecision,
): Promise<string | null> {
  if (!decision.isAsOrdered)
    return 'The provider says that it paid, but not what was ordered: compare both before you complete this by hand.';
  const { hash } = report;
  if (hash === null)
    return 'The provider says that it paid, but names no transaction: find it and complete this by hand.';
  const step = completion(ctx, orderer(payout), {
    transactionHash: hash,
    cryptoAmount: payout.cryptoAmount,
  });
  try {
    await trx.transaction(
      async (inner) => await transitionWithdrawalIn(inner, ctx, payout.withdrawalRequestId, step),
    );
    return null;
  } catch (error) {
    const refusal = asDomainError(error);
    if (!(refusal instanceof DomainError)) throw error;
    return `The provider says that it paid (${hash}), but this could not be recorded: ${refusal.message}`;
  }
}
