import { formatUsd, Decimal } from '@paydesk/types';
import type { Knex } from 'knex';
import { systemActor } from '../base/actor.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { newId, sha256Hex } from '../base/identifiers.ts';
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
import { decideReport } from './decideReport.ts';
import { matchReport } from './matchReport.ts';
import { nextCheckAt } from './nextCheckAt.ts';
import type { ReportDecision } from './reportDecision.ts';

type ReportSource = 'ipn' | 'poll' | 'create' | 'list';

/** The effect of a report. */
interface ReportOutcome {
  outcome: ReportDecision['outcome'] | 'unknown_payment';
  paymentId: string | null;
}

/**
 * How a deposit is credited. Every report of the provider, from any source (webhook, poll, create, list), is
 * handled here: it is stored as it came; then, in one database transaction, the payment's row is locked,
 * `decideReport` decides, and status, credit, suspense and outcome are written together. Reports may repeat,
 * race and come in any order.
 */
export async function receiveReport(
  ctx: AppContext,
  source: ReportSource,
  report: ProviderReport,
  rawBody?: string,
): Promise<ReportOutcome> {
  const eventId = await storeReport(ctx, source, report, rawBody);
  return await applyReport(ctx, eventId, report);
}

/** Stores the report, the same report from the same source once. Returns the event's id. */
async function storeReport(
  ctx: AppContext,
  source: ReportSource,
  report: ProviderReport,
  rawBody?: string,
): Promise<string> {
  const at = ctx.clock.now();
  const body = canonicalJson(report.raw);
  const digest = sha256Hex(`${source}\n${body}`);
  const { rows } = await ctx.knex.raw<{ rows: { id: string }[] }>(
    `with stored as (
       insert into provider_events
         (id, source, provider_payment_id, provider_status, digest, body, raw_body, received_at)
       values (:id, :source, :providerPaymentId, :rawStatus, :digest, :body, :rawBody, :at)
       on conflict (digest) do nothing returning id)
     select id from stored union all select id from provider_events where digest = :digest limit 1`,
    {
      id: newId(at),
      source,
      providerPaymentId: report.providerPaymentId,
      rawStatus: report.rawStatus,
      digest,
      body,
      rawBody: rawBody ?? null,
      at,
    },
  );
  // Neither row shows when another transaction has just inserted the report: a second statement sees it.
  const id =
    rows[0]?.id ??
    (await ctx.knex<{ id: string; digest: string }>('provider_events').where({ digest }).first())?.id;
  if (id === undefined) throw new Error('a provider report could not be stored');
  return id;
}

/** Applies a stored report. Safe to repeat for the same event: what is known already changes nothing. */
export async function applyReport(
  ctx: AppContext,
  eventId: string,
  report: ProviderReport,
): Promise<ReportOutcome> {
  return await transact(ctx.knex, async (trx) => {
    const known = await Payment.query(trx)
      .findOne({ providerPaymentId: report.providerPaymentId })
      .forUpdate();
    const payment = known ?? (await matchReport(ctx, trx, report));
    if (payment === null || payment === 'suspense') {
      const outcome = payment === null ? 'unknown_payment' : 'suspense';
      const detail = 'no payment of the desk has this id';
      await recordOutcome(ctx, trx, { eventId, outcome, paymentId: null, detail });
      return { outcome, paymentId: null };
    }
    const isChild = payment.parentPaymentId !== null;
    const decision = isChild
      ? decideChildReport(payment, report)
      : decideReport(payment, report, { partialPayments: ctx.settings.partialPayments });
    await applyDecision(ctx, trx, { payment, report, decision });
    // matchReport has put the money of a new child payment into suspense.
    const outcome = known === undefined && isChild ? 'suspense' : decision.outcome;
    await recordOutcome(ctx, trx, { eventId, outcome, paymentId: payment.id, detail: decision.detail });
    return { outcome, paymentId: payment.id };
  });
}

interface Decided {
  payment: Payment;
  report: ProviderReport;
  decision: ReportDecision;
}

async function applyDecision(ctx: AppContext, trx: Knex.Transaction, decided: Decided): Promise<void> {
  const { payment, report, decision } = decided;
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
    ...providerFields(payment, report),
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
function providerFields(payment: Payment, report: ProviderReport): Partial<Payment> {
  return {
    providerStatus: report.rawStatus,
    providerData: report.raw,
    ...(report.updatedAt !== null && { providerUpdatedAt: report.updatedAt }),
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

async function recordOutcome(
  ctx: AppContext,
  trx: Knex.Transaction,
  result: ReportOutcome & { eventId: string; detail: string },
): Promise<void> {
  const { eventId, outcome, paymentId, detail } = result;
  await trx('provider_event_outcomes')
    .insert({ event_id: eventId, outcome, payment_id: paymentId, detail, decided_at: ctx.clock.now() })
    .onConflict('event_id')
    .ignore();
  if (outcome === 'unknown_status' || outcome === 'flagged' || outcome === 'suspense')
    ctx.log.warn({ eventId, outcome, paymentId, detail }, 'a provider report needs the attention of staff');
}
