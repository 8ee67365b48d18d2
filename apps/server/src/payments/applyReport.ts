import { formatUsd, Decimal } from '@paydesk/types';
import type { Knex } from 'knex';
import { systemActor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { creditPayment } from '../ledger/creditPayment.ts';
import {
  absorbSuspenseItems,
  recordProviderRefund,
  openSuspenseItem,
  type Arrival,
} from '../ledger/suspense.ts';
import { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { decideChildReport } from './decideChildReport.ts';
import { boundedReport, isFromFuture, withBoundedTime } from './boundedReport.ts';
import { decideReport } from './decideReport.ts';
import { holdReport } from './holdReport.ts';
import { matchReport } from './matchReport.ts';
import { nextCheckAt } from './nextCheckAt.ts';
import type { ReportDecision } from './reportDecision.ts';
import { recordOutcome, type ReportOutcome } from './storeReport.ts';

/**
 * Applies a stored report. Safe to repeat for the same event: what is known already changes nothing. A report
 * that differs from its payment, or whose amount cannot be stored, moves no money (`holdReport`).
 */
export async function applyReport(
  ctx: AppContext,
  eventId: string,
  given: ProviderReport,
): Promise<ReportOutcome> {
  const report = boundedReport(given, ctx.clock.now());
  return await transact(ctx.knex, async (trx) => {
    const known = await Payment.query(trx)
      .findOne({ providerPaymentId: report.providerPaymentId })
      .forUpdate();
    if (known === undefined && report.isAmountUnusable) {
      const detail = 'the reported amount cannot be stored';
      return await recordOutcome(ctx, trx, { eventId, outcome: 'flagged', paymentId: null, detail });
    }
    const payment = known ?? (await matchReport(ctx, trx, report));
    if (payment === null || payment === 'suspense') {
      const outcome = payment === null ? 'unknown_payment' : 'suspense';
      const detail = 'no payment of the desk has this id';
      return await recordOutcome(ctx, trx, { eventId, outcome, paymentId: null, detail });
    }
    const isChild = payment.parentPaymentId !== null;
    const isNewChild = known === undefined && isChild;
    const held = isNewChild ? null : await holdReport(ctx, trx, { eventId, payment, report });
    if (held !== null) return await recordOutcome(ctx, trx, { eventId, paymentId: payment.id, ...held });
    const facts = withBoundedTime(payment, ctx.clock.now());
    const decision = isChild ? decideChildReport(facts, report) : decideReport(facts, report, ctx.settings);
    await applyDecision(ctx, trx, {
      payment,
      report,
      decision,
      isFromFuture: isFromFuture(given, ctx.clock.now()),
    });
    // matchReport has put the money of a new child payment into suspense.
    const outcome = isNewChild ? 'suspense' : decision.outcome;
    const { detail } = decision;
    return await recordOutcome(ctx, trx, { eventId, outcome, paymentId: payment.id, detail });
  });
}

interface Decided {
  payment: Payment;
  report: ProviderReport;
  decision: ReportDecision;
  /** Its time lies in the future: it must not make honest reports look old. */
  isFromFuture: boolean;
}

async function applyDecision(ctx: AppContext, trx: Knex.Transaction, decided: Decided): Promise<void> {
  const { payment, report, decision, isFromFuture: future } = decided;
  const at = ctx.clock.now();
  if (decision.outcome === 'stale') {
    if (decision.askProvider) await payment.$query(trx).patch({ nextCheckAt: at });
    return;
  }
  if (decision.absorbsSuspense) {
    await absorbSuspenseItems(trx, payment.id, at);
    payment.suspenseAmountUsd = '0.00';
  }
  if (decision.creditUsd !== null) {
    await creditPayment(trx, payment, {
      amountUsd: decision.creditUsd,
      actor: systemActor('provider'),
      at,
      metadata: { providerPaymentId: report.providerPaymentId, arrived: decision.received?.amount },
    });
  }
  if (decision.toSuspense !== null) await recordSuspense(trx, payment, report, decision.toSuspense, at);
  await payment.$query(trx).patch({
    ...amountsAndStatus(payment, decision, at),
    ...providerFields(payment, report, future),
    ...attention(decided),
  });
  await payment.$query(trx).patch({ nextCheckAt: nextCheckAt(payment, at) });
}

async function recordSuspense(
  trx: Knex.Transaction,
  payment: Payment,
  report: ProviderReport,
  { returned, ...item }: NonNullable<ReportDecision['toSuspense']>,
  at: Date,
): Promise<void> {
  // A child payment may be in another asset than the one asked for.
  const currencyCode = payment.parentPaymentId === null ? '' : report.payCurrency.toUpperCase();
  const arrival: Arrival = {
    ...item,
    paymentId: payment.id,
    userId: payment.userId,
    providerPaymentId: report.providerPaymentId,
    currencyCode: currencyCode || payment.currencyCode,
    evidence: report.raw,
    at,
  };
  if (returned) {
    await recordProviderRefund(trx, arrival);
    payment.returnedAmountUsd = plus(payment.returnedAmountUsd, item.amountUsd);
  } else {
    await openSuspenseItem(trx, arrival);
    payment.suspenseAmountUsd = plus(payment.suspenseAmountUsd, item.amountUsd);
  }
}

const plus = (a: string, b: string) => formatUsd(new Decimal(a).plus(b));

function amountsAndStatus(payment: Payment, decision: ReportDecision, at: Date): Partial<Payment> {
  return {
    creditedAmountUsd: payment.creditedAmountUsd,
    suspenseAmountUsd: payment.suspenseAmountUsd,
    returnedAmountUsd: payment.returnedAmountUsd,
    ...(decision.received !== null && {
      actualAmount: decision.received.amount,
      actualAmountUsd: decision.received.amountUsd,
      inFlightAmountUsd: decision.received.inFlightUsd,
    }),
    ...(decision.nextStatus !== null && { status: decision.nextStatus, statusChangedAt: at }),
    ...(decision.nextStatus === 'completed' && { completedAt: at }),
  };
}

/** Fields that a report may add; null in a report means "not given". */
function providerFields(payment: Payment, report: ProviderReport, future: boolean): Partial<Payment> {
  return {
    providerStatus: report.rawStatus,
    providerData: report.raw,
    ...(report.updatedAt !== null && !future && { providerUpdatedAt: report.updatedAt }),
    ...(report.payinHash !== null && { transactionHash: report.payinHash }),
    ...(payment.expiresAt === null && report.validUntil !== null && { expiresAt: report.validUntil }),
  };
}

/** A flag is raised once per report: one that staff have answered does not come back with the next poll. */
function attention({ payment, report, decision }: Decided): Partial<Payment> {
  if (decision.attention === undefined) return {};
  const isKnown =
    report.rawStatus === payment.providerStatus &&
    report.updatedAt?.getTime() === payment.providerUpdatedAt?.getTime();
  const isAnswered = isKnown && decision.attention !== null && payment.needsAttention === null;
  return isAnswered ? {} : { needsAttention: decision.attention };
}
