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
import { issueFacts } from './issueFacts.ts';

/**
 * Finds a home for a report whose payment id is new to the desk: an intent whose answer was lost (by order
 * id), a child of a known payment (by its parent: a re-deposit or a wrong asset), or suspense. Answers the
 * locked payment, 'suspense', or null when nothing has arrived.
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
    // Another report of the same child may have been first, while this one waited for the parent's lock.
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
    await intent.$query(trx).patch({ ...issueFacts(report), nextCheckAt: ctx.clock.now() });
    return intent;
  }
  if (intent?.providerPaymentId === report.providerPaymentId) return intent;
  return await recordUnmatched(ctx, trx, report, intent);
}

/**
 * The ends at which the provider says for good how much arrived: a deposit below its minimum ends as
 * `failed`, with the money there.
 */
const ENDS: readonly PaymentStatus[] = ['completed', 'partially_paid', 'failed', 'expired', 'cancelled'];

const hasArrived = (report: ProviderReport) => {
  const status = mapProviderStatus(report.rawStatus);
  return status !== null && ENDS.includes(status) && new Decimal(report.actuallyPaid ?? 0).greaterThan(0);
};

/**
 * A later transfer to an address that has been used: its own payment, under its parent, its money in
 * suspense.
 */
async function matchChild(
  ctx: AppContext,
  trx: Knex.Transaction,
  parent: Payment,
  report: ProviderReport,
): Promise<Payment | null> {
  if (!hasArrived(report)) return null;
  const at = ctx.clock.now();
  const currency = report.payCurrency.toUpperCase();
  const wrongAsset = currency !== '' && currency !== parent.currencyCode;
  const reason: SuspenseReason = wrongAsset ? 'wrong_asset' : 'redeposit';
  const amount = report.actuallyPaid ?? '0';
  // The parent's rate values the same asset; what another asset is worth is for a person to say.
  const amountUsd =
    wrongAsset || parent.payAmount === null
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
    ...issueFacts(report),
    status: 'confirmed',
    statusChangedAt: at,
    actualAmount: amount,
    actualAmountUsd: amountUsd,
    suspenseAmountUsd: amountUsd,
    nextCheckAt: null,
  });
  return child;
}

/** A payment that the desk never asked for (or asked for twice): its money waits for a person. */
async function recordUnmatched(
  ctx: AppContext,
  trx: Knex.Transaction,
  report: ProviderReport,
  owner: Payment | undefined,
): Promise<'suspense' | null> {
  if (!hasArrived(report)) return null;
  // There is no row to lock yet: the same stranger may be reported twice at once.
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `suspense ${report.providerPaymentId}`,
  ]);
  const known = await SuspenseItem.query(trx)
    .where({ providerPaymentId: report.providerPaymentId })
    .whereNull('paymentId')
    .orderBy('createdAt');
  const amount = known.reduce((rest, item) => rest.minus(item.amount), new Decimal(report.actuallyPaid ?? 0));
  if (amount.lessThanOrEqualTo(0)) return 'suspense';
  const valued =
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
    amountUsd: valued
      ? depositValueUsd(formatUsd(report.priceAmount ?? '0'), report.payAmount ?? '0', amount.toFixed())
      : '0.00',
    evidence: report.raw,
    at: ctx.clock.now(),
  });
  return 'suspense';
}
