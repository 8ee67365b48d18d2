import { Decimal, depositValueUsd, trimAmount } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { systemActor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { openSuspenseItem, withdrawSuspenseValues } from '../ledger/suspense.ts';
import { Currency } from '../models/Currency.ts';
import type { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { hasArrived } from './matchReport.ts';
import { isOlder } from './reportDecision.ts';
import { MOST_USD, reportDifferences } from './reportDifferences.ts';

const UNUSABLE = 'unusable_amount';

interface HeldReport {
  eventId: string;
  payment: Payment;
  report: ProviderReport;
  /** A notification that the provider's API did not confirm: its amount is not money that has arrived. */
  isUnverified?: boolean;
}

interface Held {
  outcome: 'stale' | 'flagged' | 'suspense';
  detail: string;
}

/**
 * Holds a report that must move no money by itself: it differs from the payment that it names, or its amount
 * cannot be stored. Status, amounts and times of the payment stay. Money that such a report says has arrived
 * goes to suspense without a value, once, as long as nothing was credited. Of a child payment, whose money is in
 * suspense, the value is withdrawn: staff enter it. Staff are alerted by a flag, the log and the audit log. Null for a
 * report to apply.
 */
export async function holdReport(
  ctx: AppContext,
  trx: Knex.Transaction,
  held: HeldReport,
): Promise<Held | null> {
  const { eventId, payment, report } = held;
  const concern = await concernAbout(trx, payment, report);
  if (concern === null) return null;
  if (isOlder(payment, report)) return { outcome: 'stale', detail: 'older than what is known' };
  const isVerified = held.isUnverified !== true;
  const isSuspended = isVerified && (await suspend(ctx, trx, held));
  const isInDoubt = isVerified && payment.parentPaymentId !== null && concern !== UNUSABLE;
  const withdrawnUsd = isInDoubt ? await withdrawSuspenseValues(trx, payment) : '0.00';
  // A flag that staff have answered does not come back with the same report.
  const isRepeated =
    (await trx('provider_event_outcomes').where({ event_id: eventId }).first()) !== undefined;
  const isFlagged = !isRepeated && payment.needsAttention !== concern;
  if (isFlagged && canBeFlagged(payment)) await payment.$query(trx).patch({ needsAttention: concern });
  if (isSuspended || isFlagged || withdrawnUsd !== '0.00') {
    const fields = { eventId, paymentId: payment.id, providerPaymentId: report.providerPaymentId };
    ctx.log.error(
      { alarm: 'REPORT_MISMATCH', ...fields, concern },
      'a report of the provider was not applied',
    );
    await recordAudit(trx, {
      action: 'payments.reportHeld',
      actor: systemActor('provider'),
      subjectKind: 'payment',
      subjectId: payment.id,
      note: concern,
      after: { eventId, suspense: isSuspended, withdrawnUsd },
      at: ctx.clock.now(),
    });
  }
  return { outcome: isSuspended ? 'suspense' : 'flagged', detail: concern };
}

/** Another flag that staff have not answered yet stays. */
const canBeFlagged = ({ needsAttention }: Payment): boolean =>
  needsAttention === null || /^(report_mismatch|unusable_amount|unknown_status)/.test(needsAttention);

/** What is wrong with a report, as the flag for staff; null when it agrees. */
async function concernAbout(
  trx: Knex.Transaction,
  payment: Payment,
  report: ProviderReport,
): Promise<string | null> {
  if (report.isAmountUnusable || isAbsurd(payment, report)) return UNUSABLE;
  const differences =
    payment.parentPaymentId === null
      ? reportDifferences(payment, report, await networkOf(trx, payment))
      : await childDifferences(trx, payment, report);
  return differences.length === 0 ? null : `report_mismatch: ${differences.join(', ')}`;
}

function isAbsurd({ amountUsd, payAmount }: Payment, { actuallyPaid }: ProviderReport): boolean {
  if (payAmount === null || actuallyPaid === null) return false;
  return new Decimal(depositValueUsd(amountUsd, payAmount, actuallyPaid)).greaterThanOrEqualTo(MOST_USD);
}

async function networkOf(trx: Knex.Transaction, { currencyCode: code }: Payment): Promise<string> {
  return (await Currency.query(trx).findOne({ code }).throwIfNotFound()).network;
}

/** A child payment's money is in suspense, in the asset of its first report, and as much as the largest one reported. */
async function childDifferences(
  trx: Knex.Transaction,
  child: Payment,
  report: ProviderReport,
): Promise<string[]> {
  const first = await SuspenseItem.query(trx).where({ paymentId: child.id }).orderBy('createdAt').first();
  const asset = report.payCurrency.toUpperCase();
  const isLess =
    hasArrived(report) && new Decimal(report.actuallyPaid ?? 0).lessThan(child.actualAmount ?? 0);
  return [
    ...(first === undefined || first.currencyCode === asset ? [] : ['pay_currency']),
    // Without a time it may be an old report, from before the amount grew.
    ...(isLess && report.updatedAt !== null ? ['actually_paid'] : []),
  ];
}

/** Whether an item was opened: for what the earlier ones of the same payment and asset do not hold yet. */
async function suspend(
  ctx: AppContext,
  trx: Knex.Transaction,
  { payment, report }: HeldReport,
): Promise<boolean> {
  const isCredited = new Decimal(payment.creditedAmountUsd).greaterThan(0);
  if (isCredited || payment.parentPaymentId !== null || report.isAmountUnusable || !hasArrived(report))
    return false;
  const currencyCode = report.payCurrency.toUpperCase() || payment.currencyCode;
  const { providerPaymentId } = report;
  const known = await SuspenseItem.query(trx).where({
    providerPaymentId,
    currencyCode,
    reason: 'report_mismatch',
  });
  const amount = known.reduce((rest, item) => rest.minus(item.amount), new Decimal(report.actuallyPaid ?? 0));
  if (amount.lessThanOrEqualTo(0)) return false;
  await openSuspenseItem(trx, {
    reason: 'report_mismatch',
    paymentId: payment.id,
    userId: payment.userId,
    providerPaymentId,
    currencyCode,
    amount: trimAmount(amount),
    amountUsd: '0.00',
    evidence: report.raw,
    at: ctx.clock.now(),
  });
  return true;
}
