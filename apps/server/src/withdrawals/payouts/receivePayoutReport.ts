import type { Knex } from 'knex';
import type { Actor } from '../../base/actor.ts';
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
import { nextQueryAt } from './payoutTimes.ts';

/**
 * Applies the provider's answer about a payout (from create, search or query). One database transaction locks the
 * withdrawal and the payout, decides what the answer means (`decidePayoutReport`), and writes payout, withdrawal and
 * ledger together. Answers may repeat, race and be old.
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
    const decision = await writeDecision(trx, payout, report, decidePayoutReport(payout, report), at);
    const problem =
      decision.status === 'finished' ? await complete(ctx, trx, payout, report, decision) : null;
    const message = problem ?? decision.message;
    await payout
      .$query(trx)
      .patch({ ...(message !== null && { message }), nextAttemptAt: nextQueryAt(payout, at) });
    if (decision.status !== null)
      await auditPayout(trx, before, { status: decision.status, message, transactionHash: report.hash }, at);
    if (problem !== null || decision.alarm)
      ctx.log.error(
        { payoutId, withdrawalId: payout.withdrawalRequestId, providerStatus: report.rawStatus, message },
        'a payout needs attention from staff',
      );
    return payout;
  });
}

/** Locks the withdrawal first, in the same order as the commands that pay it out. */
export async function lockPayout(trx: Knex.Transaction, payoutId: string): Promise<Payout> {
  const { withdrawalRequestId } = await Payout.query(trx).findById(payoutId).throwIfNotFound();
  await WithdrawalRequest.query(trx).select('id').findById(withdrawalRequestId).forUpdate();
  return await Payout.query(trx).findById(payoutId).forUpdate().throwIfNotFound();
}

/** Writes the new facts and the decision. A failed payout is revived only if no other payout has replaced it. */
async function writeDecision(
  trx: Knex.Transaction,
  payout: Payout,
  report: PayoutReport,
  decision: PayoutDecision,
  at: Date,
): Promise<PayoutDecision> {
  const fields = providerFields(payout, report);
  const move = decision.status === null ? {} : { status: decision.status, statusChangedAt: at };
  if (payout.status !== 'failed') {
    await payout.$query(trx).patch({ ...fields, ...move });
    return decision;
  }
  try {
    await trx.transaction(
      async (inner) =>
        await Payout.query(inner)
          .findById(payout.id)
          .patch({ ...fields, ...move }),
    );
    payout.$set({ ...fields, ...move });
    return decision;
  } catch (error) {
    const refusal = asDomainError(error);
    if (!(refusal instanceof DomainError)) throw error;
    await payout.$query(trx).patch(fields);
    return {
      ...decision,
      status: null,
      alarm: true,
      message: `${decision.message ?? ''} But ${refusal.message}: it may be paid twice.`,
    };
  }
}

/** The columns that an answer sets; a null in it means that the provider did not say. */
function providerFields(payout: Payout, report: PayoutReport): Partial<Payout> {
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
 * The money was sent: completes the withdrawal in the name of the person who ordered the payout. Returns why that was
 * not possible, or null.
 */
async function complete(
  ctx: AppContext,
  trx: Knex.Transaction,
  payout: Payout,
  report: PayoutReport,
  decision: PayoutDecision,
): Promise<string | null> {
  if (!decision.isAsOrdered)
    return 'The provider reports a payment that differs from the order: compare both before you complete this by hand.';
  const { hash } = report;
  if (hash === null)
    return 'The provider reports a payment without a transaction hash: find it and complete this by hand.';
  const orderedBy: Actor = { kind: payout.orderedByKind, id: payout.orderedById, name: payout.orderedByName };
  const transition = completion(ctx, orderedBy, {
    transactionHash: hash,
    cryptoAmount: payout.cryptoAmount,
    evidence: null,
  });
  try {
    await trx.transaction(
      async (inner) => await transitionWithdrawalIn(inner, ctx, payout.withdrawalRequestId, transition),
    );
    return null;
  } catch (error) {
    const refusal = asDomainError(error);
    if (!(refusal instanceof DomainError)) throw error;
    return `The provider reports the payment ${hash}, but it could not be recorded: ${refusal.message}`;
  }
}
