import { isSameAccount } from '@paydesk/addresses';
import {
  Decimal,
  depositValueUsd,
  formatUsd,
  trimAmount,
  type PaymentStatus,
  type SuspenseReason,
} from '@paydesk/types';
import type { Knex } from 'knex';
import { newId, newInternalPaymentId, newLinkToken } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { openSuspenseItem } from '../ledger/suspense.ts';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { knownRates } from '../rates/knownRates.ts';
import { answerProblems } from './answerProblems.ts';
import { issuedFields } from './issuedFields.ts';
import { relinkPayment } from './relinkPayment.ts';
import { hasUsdPrice, MOST_USD } from './reportDifferences.ts';

/**
 * Matches a report with an unknown provider payment id: to an intent whose answer was lost (by order id), or
 * to a known payment as its child (by parent id: a re-deposit or a wrong asset), or to one that a restore has taken
 * away (`relinkPayment`); otherwise the money goes to suspense. Returns the locked payment, 'suspense', or null when nothing has arrived.
 */
export async function matchReport(
  ctx: AppContext,
  trx: Knex.Transaction,
  report: ProviderReport,
): Promise<Payment | 'suspense' | null> {
  if (report.parentPaymentId !== null) {
    const parent = await Payment.query(trx)
      .findOne({ providerPaymentId: report.parentPaymentId })
      .forUpdate();
    // Another report of this child may have created it while this one waited for the parent's lock.
    const raced = await Payment.query(trx)
      .findOne({ providerPaymentId: report.providerPaymentId })
      .forUpdate();
    if (raced !== undefined) return raced;
    if (parent !== undefined) return await matchChild(ctx, trx, parent, report);
  }
  const intent =
    report.orderId === null || report.parentPaymentId !== null
      ? undefined
      : await Payment.query(trx).findOne({ internalPaymentId: report.orderId }).forUpdate();
  if (intent?.providerPaymentId === report.providerPaymentId) return intent;
  if (intent === undefined) {
    const { payment, userId } = await relinkPayment(ctx, trx, report);
    return payment ?? (await recordUnmatched(ctx, trx, report, { userId, reason: 'unknown_payment' }));
  }
  const { userId } = intent;
  if (intent.providerPaymentId !== null)
    return await recordUnmatched(ctx, trx, report, { userId, reason: 'unknown_payment' });
  const currency = await Currency.query(trx).findOne({ code: intent.currencyCode }).throwIfNotFound();
  const now = ctx.clock.now();
  const rates = await knownRates(trx, currency, now);
  const problems = answerProblems(intent, currency, report, { rates, now });
  if (problems.length > 0) {
    ctx.log.error(
      { alarm: 'PROVIDER_ANSWER_INVALID', paymentId: intent.id, problems },
      'the provider lists an unusable payment for an order',
    );
    return await recordUnmatched(ctx, trx, report, { userId, reason: 'report_mismatch' });
  }
  await intent.$query(trx).patch({ ...issuedFields(report, ctx.clock.now()), nextCheckAt: ctx.clock.now() });
  return intent;
}

/**
 * Statuses in which the reported amount is final. A deposit below the provider's minimum ends as `failed`
 * although the money has arrived.
 */
const FINAL_STATUSES: readonly PaymentStatus[] = [
  'completed',
  'partially_paid',
  'failed',
  'expired',
  'cancelled',
];

/** Whether a report says that money has arrived for good. */
export const hasArrived = (report: ProviderReport) => {
  const status = mapProviderStatus(report.rawStatus);
  return (
    status !== null && FINAL_STATUSES.includes(status) && new Decimal(report.actuallyPaid ?? 0).greaterThan(0)
  );
};

/** A later transfer to the address of a payment becomes a child payment, and its money goes to suspense. */
async function matchChild(
  ctx: AppContext,
  trx: Knex.Transaction,
  parent: Payment,
  report: ProviderReport,
): Promise<Payment | null> {
  if (!hasArrived(report)) return null;
  const at = ctx.clock.now();
  const currency = report.payCurrency.toUpperCase();
  const isSameAsset = currency === parent.currencyCode;
  const { network } = await Currency.query(trx).findOne({ code: parent.currencyCode }).throwIfNotFound();
  const isSameAddress =
    parent.payAddress !== null &&
    report.payAddress !== null &&
    isSameAccount(network, parent.payAddress, report.payAddress);
  const reason: SuspenseReason = !isSameAddress
    ? 'report_mismatch'
    : isSameAsset
      ? 'redeposit'
      : 'wrong_asset';
  const amount = report.actuallyPaid ?? '0';
  // The parent's rate values the same asset; staff decide what another asset is worth.
  const amountUsd =
    isSameAddress && isSameAsset && parent.payAmount !== null
      ? valueUsd(parent.amountUsd, parent.payAmount, amount)
      : '0.00';
  const id = newId(at);
  await Payment.query(trx).insert({
    id,
    userId: parent.userId,
    internalPaymentId: newInternalPaymentId(at),
    parentPaymentId: parent.id,
    amountUsd: parent.amountUsd,
    currencyCode: parent.currencyCode,
    checkoutToken: newLinkToken(),
    createdByKind: 'system',
    createdById: null,
    description: '',
    createdAt: at,
    updatedAt: at,
    statusChangedAt: at,
  });
  await openSuspenseItem(trx, {
    reason,
    paymentId: id,
    userId: parent.userId,
    providerPaymentId: report.providerPaymentId,
    currencyCode: currency || parent.currencyCode,
    amount,
    amountUsd,
    evidence: report.raw,
    at,
  });
  const child = await Payment.query(trx).findById(id).forUpdate().throwIfNotFound();
  await child.$query(trx).patch({
    ...issuedFields(report, at),
    status: 'confirmed',
    statusChangedAt: at,
    actualAmount: amount,
    actualAmountUsd: amountUsd,
    suspenseAmountUsd: amountUsd,
    nextCheckAt: null,
  });
  return child;
}

/**
 * A payment that the desk did not create, created twice, or that is not what was ordered: its money goes to
 * suspense. Its value is known only if it is priced in US dollars, is what was ordered and is no more than was asked:
 * the report is all there is to compare it with.
 */
async function recordUnmatched(
  ctx: AppContext,
  trx: Knex.Transaction,
  report: ProviderReport,
  { userId, reason }: { userId: string | null; reason: 'unknown_payment' | 'report_mismatch' },
): Promise<'suspense' | null> {
  if (!hasArrived(report)) return null;
  // There is no row to lock yet, and the same unmatched payment may be reported twice at once.
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `suspense ${report.providerPaymentId}`,
  ]);
  const known = await SuspenseItem.query(trx)
    .where({ providerPaymentId: report.providerPaymentId })
    .whereNull('paymentId')
    .orderBy('createdAt');
  const amount = known.reduce((rest, item) => rest.minus(item.amount), new Decimal(report.actuallyPaid ?? 0));
  if (amount.lessThanOrEqualTo(0)) return 'suspense';
  const currencyCode = report.payCurrency.toUpperCase();
  const isSameAsBefore = known.every((item) => item.currencyCode === currencyCode);
  const isAsked = new Decimal(report.actuallyPaid ?? 0).lessThanOrEqualTo(report.payAmount ?? 0);
  const hasValue = reason === 'unknown_payment' && isSameAsBefore && isAsked && hasUsdPrice(report);
  await openSuspenseItem(trx, {
    reason: known.length === 0 ? reason : isSameAsBefore ? 'amount_grew' : 'report_mismatch',
    paymentId: null,
    userId: known[0]?.userId ?? userId,
    providerPaymentId: report.providerPaymentId,
    currencyCode,
    amount: trimAmount(amount),
    amountUsd: hasValue
      ? valueUsd(formatUsd(report.priceAmount ?? '0'), report.payAmount ?? '0', amount.toFixed())
      : '0.00',
    evidence: report.raw,
    at: ctx.clock.now(),
  });
  return 'suspense';
}

/** The value at the requested rate; unknown, `"0.00"`, where it would be absurd. */
function valueUsd(requestedUsd: string, requestedCrypto: string, receivedCrypto: string): string {
  const value = depositValueUsd(requestedUsd, requestedCrypto, receivedCrypto);
  return new Decimal(value).lessThan(MOST_USD) && !value.startsWith('-') ? value : '0.00';
}
