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
  noteProviderRefund,
  openSuspenseItem,
  type Arrival,
} from '../ledger/suspense.ts';
import { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { matchReport } from './matchReport.ts';
import { decideChildReport } from './decideChildReport.ts';
import { decideReport, type ReportDecision } from './decideReport.ts';
import { nextCheckAt } from './nextCheckAt.ts';

export type ReportSource = 'ipn' | 'poll' | 'create' | 'list';

/** What became of a report. */
export interface ReportOutcome {
  outcome: ReportDecision['outcome'] | 'unknown_payment';
  paymentId: string | null;
}

/**
 * How a deposit is credited: every report of the provider, from wherever it comes (webhook, poll, create,
 * list), passes here. First the report is kept as it came; then, in one database transaction, the payment's
 * row is locked, `decideReport` says what the report means, and status, credit, suspense and outcome are
 * written together. Reports may repeat, race and come in any order.
 */
export async function receiveReport(
  ctx: AppContext,
  source: ReportSource,
  report: ProviderReport,
  rawBody?: string,
): Promise<ReportOutcome> {
  const eventId = await keepReport(ctx, source, report, rawBody);
  return await applyReport(ctx, eventId, report);
}

/** Keeps the report; the same report from the same source once. Answers the event's id. */
async function keepReport(
  ctx: AppContext,
  source: ReportSource,
  report: ProviderReport,
  rawBody?: string,
): Promise<string> {
  const at = ctx.clock.now();
  const body = canonicalJson(report.raw);
  const digest = sha256Hex(`${source}\n${body}`);
  const { rows } = await ctx.knex.raw<{ rows: { id: string }[] }>(
    `with kept as (
       insert into provider_events (id, source, provider_payment_id, provider_status, digest, body, raw_body, received_at)
       values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (digest) do nothing returning id)
     select id from kept union all select id from provider_events where digest = ? limit 1`,
    [
      newId(at),
      source,
      report.providerPaymentId,
      report.rawStatus,
      digest,
      body,
      rawBody ?? null,
      at,
      digest,
    ],
  );
  const id =
    rows[0]?.id ??
    (await ctx.knex<{ id: string; digest: string }>('provider_events').where({ digest }).first())?.id;
  if (id === undefined) throw new Error('a provider report could not be kept');
  return id;
}

/** Applies a kept report. Safe to call again for the same event: what is known already changes nothing. */
export async function applyReport(
  ctx: AppContext,
  eventId: string,
  report: ProviderReport,
): Promise<ReportOutcome> {
  return await transact(ctx.knex, async (trx) => {
    const known = await lockByProviderId(trx, report.providerPaymentId);
    const payment = known ?? (await matchReport(ctx, trx, report));
    if (payment === null || payment === 'suspense') {
      const outcome = payment === null ? 'unknown_payment' : 'suspense';
      await noteOutcome(ctx, trx, eventId, outcome, null, 'the desk knows no such payment');
      return { outcome, paymentId: null };
    }
    // A child payment's money is a matter for a person: adoptReport has put it aside.
    const decision =
      payment.parentPaymentId === null
        ? decideReport(payment, report, { partialPayments: ctx.settings.partialPayments })
        : decideChildReport(payment, report);
    await carryOut(ctx, trx, payment, report, decision);
    const outcome = known === null && payment.parentPaymentId !== null ? 'suspense' : decision.outcome;
    await noteOutcome(ctx, trx, eventId, outcome, payment.id, decision.detail);
    return { outcome, paymentId: payment.id };
  });
}

async function lockByProviderId(trx: Knex.Transaction, providerPaymentId: string): Promise<Payment | null> {
  return (await Payment.query(trx).findOne({ providerPaymentId }).forUpdate()) ?? null;
}

async function carryOut(
  ctx: AppContext,
  trx: Knex.Transaction,
  payment: Payment,
  report: ProviderReport,
  decision: ReportDecision,
): Promise<void> {
  if (decision.outcome === 'stale') {
    if (decision.askProvider) await payment.$query(trx).patch({ nextCheckAt: ctx.clock.now() });
    return;
  }
  const at = ctx.clock.now();
  const arrival = (aside: NonNullable<ReportDecision['setAside']>): Arrival => ({
    reason: aside.reason,
    paymentId: payment.id,
    userId: payment.userId,
    providerPaymentId: report.providerPaymentId,
    // A child may hold another asset than was asked for.
    currencyCode:
      payment.parentPaymentId === null
        ? payment.currencyCode
        : report.payCurrency.toUpperCase() || payment.currencyCode,
    amount: aside.amount,
    amountUsd: aside.amountUsd,
    evidence: report.raw,
    at,
  });
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
  if (decision.setAside !== null && decision.setAside.returned) {
    await noteProviderRefund(trx, arrival(decision.setAside));
    payment.returnedAmountUsd = plus(payment.returnedAmountUsd, decision.setAside.amountUsd);
  } else if (decision.setAside !== null) {
    await openSuspenseItem(trx, arrival(decision.setAside));
    payment.suspenseAmountUsd = plus(payment.suspenseAmountUsd, decision.setAside.amountUsd);
  }
  await payment.$query(trx).patch({
    ...bookkeeping(payment, decision, at),
    ...learned(payment, report),
    ...attention(payment, report, decision),
  });
  await payment.$query(trx).patch({ nextCheckAt: nextCheckAt(payment, at) });
}

const plus = (a: string, b: string) => formatUsd(new Decimal(a).plus(b));

function bookkeeping(payment: Payment, decision: ReportDecision, at: Date): Partial<Payment> {
  return {
    creditedAmountUsd: payment.creditedAmountUsd,
    suspenseAmountUsd: payment.suspenseAmountUsd,
    returnedAmountUsd: payment.returnedAmountUsd,
    ...(decision.received !== null && {
      actualAmount: decision.received.amount,
      actualAmountUsd: decision.received.amountUsd,
      inFlightAmountUsd: decision.received.inFlightUsd,
    }),
    ...(decision.status !== null && { status: decision.status, statusChangedAt: at }),
    ...(decision.status === 'completed' && { completedAt: at }),
  };
}

/** Facts that a report may add; null in a report means "not said". */
function learned(payment: Payment, report: ProviderReport): Partial<Payment> {
  return {
    providerStatus: report.rawStatus,
    providerData: report.raw,
    ...(report.updatedAt !== null && { providerUpdatedAt: report.updatedAt }),
    ...(report.payinHash !== null && { transactionHash: report.payinHash }),
    ...(payment.expiresAt === null && report.validUntil !== null && { expiresAt: report.validUntil }),
  };
}

/** A flag is raised once per report: one that a person has answered does not come back with the next poll. */
function attention(payment: Payment, report: ProviderReport, decision: ReportDecision): Partial<Payment> {
  if (decision.attention === undefined) return {};
  const isKnown =
    report.rawStatus === payment.providerStatus &&
    report.updatedAt?.getTime() === payment.providerUpdatedAt?.getTime();
  return isKnown && decision.attention !== null && payment.needsAttention === null
    ? {}
    : { needsAttention: decision.attention };
}

async function noteOutcome(
  ctx: AppContext,
  trx: Knex.Transaction,
  eventId: string,
  outcome: string,
  paymentId: string | null,
  detail: string,
): Promise<void> {
  await trx('provider_event_outcomes')
    .insert({ event_id: eventId, outcome, payment_id: paymentId, detail, decided_at: ctx.clock.now() })
    .onConflict('event_id')
    .ignore();
  if (outcome === 'unknown_status' || outcome === 'flagged' || outcome === 'suspense')
    ctx.log.warn({ eventId, outcome, paymentId, detail }, 'a provider report needs a person');
}
