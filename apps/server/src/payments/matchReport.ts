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
import { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { issuedFields } from './issuedFields.ts';

/**
 * Matches a report with an unknown provider payment id: to an intent whose answer was lost (by order id), or
 * to a known payment as its child (by parent id: a re-deposit or a wrong asset); otherwise the money goes to
 * suspense. Returns the locked payment, 'suspense', or null when nothing has arrived.
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
  if (intent !== undefined && intent.providerPaymentId === null) {
    await intent.$query(trx).patch({ ...issuedFields(report), nextCheckAt: ctx.clock.now() });
    return intent;
  }
  if (intent?.providerPaymentId === report.providerPaymentId) return intent;
  return await recordUnmatched(ctx, trx, report, intent);
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

const hasArrived = (report: ProviderReport) => {
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
  const isWrongAsset = currency !== '' && currency !== parent.currencyCode;
  const reason: SuspenseReason = isWrongAsset ? 'wrong_asset' : 'redeposit';
  const amount = report.actuallyPaid ?? '0';
  // The parent's rate values the same asset; staff decide what another asset is worth.
  const amountUsd =
    isWrongAsset || parent.payAmount === null
      ? '0.00'
      : depositValueUsd(parent.amountUsd, parent.payAmount, amount);
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
    ...issuedFields(report),
    status: 'confirmed',
    statusChangedAt: at,
    actualAmount: amount,
    actualAmountUsd: amountUsd,
    suspenseAmountUsd: amountUsd,
    nextCheckAt: null,
  });
  return child;
}

/** A payment that the desk did not create, or created twice: its money goes to suspense. */
async function recordUnmatched(
  ctx: AppContext,
  trx: Knex.Transaction,
  report: ProviderReport,
  owner: Payment | undefined,
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
  const hasPrice =
    report.priceAmount !== null &&
    report.payAmount !== null &&
    new Decimal(report.priceAmount).decimalPlaces() <= 2;
  await openSuspenseItem(trx, {
    reason: known.length === 0 ? 'unknown_payment' : 'amount_grew',
    paymentId: null,
    userId: known[0]?.userId ?? owner?.userId ?? null,
    providerPaymentId: report.providerPaymentId,
    currencyCode: report.payCurrency.toUpperCase(),
    amount: trimAmount(amount),
    amountUsd: hasPrice
      ? depositValueUsd(formatUsd(report.priceAmount ?? '0'), report.payAmount ?? '0', amount.toFixed())
      : '0.00',
    evidence: report.raw,
    at: ctx.clock.now(),
  });
  return 'suspense';
}
