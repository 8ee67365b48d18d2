import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { recoverIntent } from './issueAddress.ts';
import { nextCheckAt } from './nextCheckAt.ts';
import { receiveReport } from './receiveReport.ts';
import type { ReportOutcome } from './storeReport.ts';

/** Checking one payment more often than this only uses up quota. */
const MIN_INTERVAL_MS = 1000;

/** When a check could not be sent, the payment is due again after this. */
const UNSENT_RETRY_MS = 5000;

/**
 * Fetches one payment from the provider and applies the report; child payments that it names are fetched too.
 * Used by staff ("Refresh") and payers ("I have paid"), at most once a second per payment. Refuses with
 * NOT_FOUND, PROVIDER_UNAVAILABLE.
 */
export async function refreshPayment(ctx: AppContext, paymentId: string): Promise<Payment> {
  const payment = await Payment.query(ctx.knex).findById(paymentId);
  if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
  if (payment.checkedAt !== null && ctx.clock.now().getTime() - payment.checkedAt.getTime() < MIN_INTERVAL_MS)
    return payment;
  return await askProvider(ctx, payment);
}

/**
 * The same without the limit. The worker (`background`) has claimed the payment and uses the polling quota.
 */
export async function askProvider(
  ctx: AppContext,
  payment: Payment,
  options: { background?: boolean } = {},
): Promise<Payment> {
  if (payment.providerPaymentId === null)
    return payment.status === 'pending'
      ? await recoverIntent(ctx, payment)
      : await stopChecking(ctx, payment);
  try {
    await fetchReports(ctx, payment.providerPaymentId, options);
    await recordCheck(ctx, payment.id, 0);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (!wasSent(error)) await retrySoon(ctx, payment);
    else await recordCheck(ctx, payment.id, payment.checkFailures + 1);
    ctx.log.warn(
      { paymentId: payment.id, kind: error.kind, code: error.code },
      'a payment could not be fetched from the provider',
    );
    throw new DomainError(
      'PROVIDER_UNAVAILABLE',
      'the payment provider is not available; the desk keeps checking by itself',
    );
  }
  return await Payment.query(ctx.knex).findById(payment.id).throwIfNotFound();
}

/**
 * Fetches one of the provider's payments, with the child payments that the desk does not know yet, and applies
 * the reports. Returns the outcome of the payment itself. Throws ProviderError.
 */
export async function fetchReports(
  ctx: AppContext,
  providerPaymentId: string,
  options: { background?: boolean; timeoutMs?: number } = {},
): Promise<ReportOutcome> {
  const report = await ctx.provider.getPayment(providerPaymentId, options);
  if (report.providerPaymentId !== providerPaymentId)
    throw new ProviderError('unavailable', 'The payment provider answered about another payment.', {
      code: 'OTHER_PAYMENT',
    });
  const outcome = await receiveReport(ctx, 'poll', report);
  for (const childId of await newChildren(ctx, report.childPaymentIds)) {
    await fetchChild(ctx, childId, options);
  }
  return outcome;
}

/** A child that the provider does not know must not keep its parent from being checked. */
async function fetchChild(
  ctx: AppContext,
  childId: string,
  options: { background?: boolean; timeoutMs?: number },
): Promise<void> {
  try {
    const report = await ctx.provider.getPayment(childId, options);
    if (report.providerPaymentId === childId) await receiveReport(ctx, 'poll', report);
    else
      ctx.log.error(
        { alarm: 'OTHER_PAYMENT', providerPaymentId: childId },
        'the provider answered about another payment than the child that was asked for',
      );
  } catch (error) {
    if (!(error instanceof ProviderError) || (error.kind !== 'not_found' && error.kind !== 'rejected'))
      throw error;
    ctx.log.warn(
      { providerPaymentId: childId, code: error.code },
      'the provider does not know a child payment',
    );
  }
}

/** An open circuit or a used-up quota is no failure of this payment: its interval must not double. */
const wasSent = (error: ProviderError) =>
  !['CIRCUIT_OPEN', 'LOCAL_BUDGET', 'PAUSED', 'QUOTA_UNKNOWN'].includes(error.code ?? '');

async function retrySoon(ctx: AppContext, payment: Payment): Promise<void> {
  const soon = new Date(ctx.clock.now().getTime() + UNSENT_RETRY_MS);
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

/** An intent that was closed before it had an address: it cannot be paid. */
async function stopChecking(ctx: AppContext, payment: Payment): Promise<Payment> {
  await Payment.query(ctx.knex)
    .findById(payment.id)
    .whereNull('providerPaymentId')
    .patch({ nextCheckAt: null });
  return payment;
}

/** Records when the payment was checked, and when to check it next. */
async function recordCheck(ctx: AppContext, paymentId: string, failures: number): Promise<void> {
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
