import { Decimal, trimAmount } from '@paydesk/types';
import type { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/** Clocks differ by seconds; what is further ahead is treated as now. */
const MAX_AHEAD_MS = 5 * 60_000;

const boundedTime = (time: Date | null, now: Date): Date | null =>
  time !== null && time.getTime() > now.getTime() + MAX_AHEAD_MS ? now : time;

export const isFromFuture = ({ updatedAt }: Pick<ProviderReport, 'updatedAt'>, now: Date): boolean =>
  boundedTime(updatedAt, now) !== updatedAt;

/** The report as it is applied: no time from the future, no more places than the database keeps. */
export function boundedReport(report: ProviderReport, now: Date): ProviderReport {
  const { actuallyPaid, isAmountUnusable } = report;
  return {
    ...report,
    updatedAt: boundedTime(report.updatedAt, now),
    actuallyPaid:
      actuallyPaid === null || isAmountUnusable
        ? null
        : trimAmount(new Decimal(actuallyPaid).toDecimalPlaces(30, Decimal.ROUND_DOWN)),
  };
}

/** The payment with no known report from the future: it would make every later one look old. */
export const withBoundedTime = (payment: Payment, now: Date): Payment =>
  Object.assign(payment.$clone(), { providerUpdatedAt: boundedTime(payment.providerUpdatedAt, now) });
