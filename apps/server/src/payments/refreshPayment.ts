import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { recoverIntent } from './issueAddress.ts';
import { nextCheckAt } from './nextCheckAt.ts';
import { receiveReport } from './receiveReport.ts';

/** Asking about one payment more often than this spends the shop's quota for nothing. */
const MIN_INTERVAL_MS = 1000;

/** A payment that could not even be asked about comes up again after this. */
const UNASKED_RETRY_MS = 5000;

/**
 * Asks the provider about one payment now and applies its answer; children that it names are fetched too.
 * Used by staff's "Refresh", the payer's "I have paid" and the worker. Refuses with NOT_FOUND,
 * PROVIDER_UNAVAILABLE.
 */
export async function refreshPayment(ctx: AppContext, paymentId: string): Promise<Payment> {
  const payment = await Payment.query(ctx.knex).findById(paymentId);
  if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
  if (payment.checkedAt !== null && ctx.clock.now().getTime() - payment.checkedAt.getTime() < MIN_INTERVAL_MS)
    return payment;
  return await askProvider(ctx, payment);
}

/**
 * The same without the throttle: the worker (`background`) claims a payment before it asks, and asks from the
 * budget of polling.
 */
export async function askProvider(
  ctx: AppContext,
  payment: Payment,
  options: { background?: boolean } = {},
): Promise<Payment> {
  if (payment.providerPaymentId === null)
    return payment.status === 'pending' ? await recoverIntent(ctx, payment) : await letRest(ctx, payment);
  try {
    const report = await ctx.provider.getPayment(payment.providerPaymentId, options);
    await receiveReport(ctx, 'poll', report);
    for (const childId of await newChildren(ctx, report.childPaymentIds)) {
      await receiveReport(ctx, 'poll', await ctx.provider.getPayment(childId, options));
    }
    await noteCheck(ctx, payment.id, 0);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (!wasAsked(error)) await noteUnasked(ctx, payment);
    else await noteCheck(ctx, payment.id, payment.checkFailures + 1);
    ctx.log.warn(
      { paymentId: payment.id, kind: error.kind, code: error.code },
      'the provider could not be asked about a payment',
    );
    throw new DomainError(
      'PROVIDER_UNAVAILABLE',
      'the payment provider is not available; the desk keeps asking by itself',
    );
  }
  return await Payment.query(ctx.knex).findById(payment.id).throwIfNotFound();
}

/** An open circuit or a used-up budget says nothing about this payment: it must not back off for it. */
const wasAsked = (error: ProviderError) =>
  !['CIRCUIT_OPEN', 'LOCAL_BUDGET', 'PAUSED', 'NO_TURN'].includes(error.code ?? '');

async function noteUnasked(ctx: AppContext, payment: Payment): Promise<void> {
  const soon = new Date(ctx.clock.now().getTime() + UNASKED_RETRY_MS);
  await Payment.query(ctx.knex)
    .findById(payment.id)
    .where('nextCheckAt', '>', soon)
    .patch({ nextCheckAt: soon });
}

async function newChildren(ctx: AppContext, childIds: string[]): Promise<string[]> {
  if (childIds.length === 0) return [];
  const known = await Payment.query(ctx.knex)
    .select('providerPaymentId')
    .whereIn('providerPaymentId', childIds);
  const seen = new Set(known.map((child) => child.providerPaymentId));
  return childIds.filter((id) => !seen.has(id));
}

/** An intent that was closed before it had an address: no payer ever saw one. */
async function letRest(ctx: AppContext, payment: Payment): Promise<Payment> {
  await Payment.query(ctx.knex)
    .findById(payment.id)
    .whereNull('providerPaymentId')
    .patch({ nextCheckAt: null });
  return payment;
}

/** Notes when the provider was asked last, and when to ask next. */
async function noteCheck(ctx: AppContext, paymentId: string, failures: number): Promise<void> {
  const at = ctx.clock.now();
  await transact(ctx.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(paymentId).forUpdate().throwIfNotFound();
    payment.checkFailures = failures;
    payment.checkedAt = at;
    await payment
      .$query(trx)
      .patch({ checkedAt: at, checkFailures: failures, nextCheckAt: nextCheckAt(payment, at) });
  });
}
