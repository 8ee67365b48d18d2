import {
  Decimal,
  depositValueUsd,
  formatUsd,
  trimAmount,
  type PaymentStatus,
  type SuspenseReason,
} from '@paydesk/types';
import type { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/** The part of a payment that a decision depends on. */
export type PaymentFacts = Pick<
  Payment,
  | 'status'
  | 'amountUsd'
  | 'payAmount'
  | 'actualAmount'
  | 'actualAmountUsd'
  | 'inFlightAmountUsd'
  | 'creditedAmountUsd'
  | 'suspenseAmountUsd'
  | 'returnedAmountUsd'
  | 'feeAmountUsd'
  | 'providerUpdatedAt'
  | 'needsAttention'
>;

/** The part of a report that a decision depends on. */
export type ReportFacts = Pick<ProviderReport, 'rawStatus' | 'actuallyPaid' | 'updatedAt'>;

/**
 * What a report does to a payment. Money fields are USD strings with two places; crypto amounts are in the
 * currency's units.
 */
export interface ReportDecision {
  outcome: 'applied' | 'unchanged' | 'stale' | 'unknown_status' | 'flagged' | 'suspense';
  /** The reason, as text, for the event's outcome row. */
  detail: string;
  /** Null: the status stays. */
  nextStatus: PaymentStatus | null;
  /** The total received so far. Null: it stays as known. */
  received: { amount: string; amountUsd: string; inFlightUsd: string } | null;
  /** Post a deposit of this amount. */
  creditUsd: string | null;
  /** The payment's own open suspense items are part of the credit. */
  absorbsSuspense: boolean;
  /** Open a suspense item for this amount, or, if `returned`, record that the provider sent it back. */
  toSuspense: { reason: SuspenseReason; amount: string; amountUsd: string; returned: boolean } | null;
  /** A flag for staff; `null` clears it, `undefined` leaves it. */
  attention: string | null | undefined;
  /** The report is too uncertain to act on: fetch the payment from the provider. */
  askProvider: boolean;
}

/** A decision that changes nothing, to be completed with what does change. */
export function noChange(outcome: ReportDecision['outcome'], detail: string): ReportDecision {
  return {
    outcome,
    detail,
    nextStatus: null,
    received: null,
    creditUsd: null,
    absorbsSuspense: false,
    toSuspense: null,
    attention: undefined,
    askProvider: false,
  };
}

/** What a report says about a payment, compared with what is known. */
export interface ReportedChange {
  payment: PaymentFacts;
  report: ReportFacts;
  /** The status that the report stands for. */
  target: PaymentStatus;
  /** The total received, in the currency's units. */
  arrived: Decimal;
  /** Its value at the payment's rate. */
  arrivedUsd: Decimal;
  /** Accounted for already: credited, in suspense, returned or kept as a fee. */
  settledUsd: Decimal;
}

export function reportedChange(
  payment: PaymentFacts,
  report: ReportFacts,
  target: PaymentStatus,
): ReportedChange {
  // A report without an amount leaves the known one; a negative amount counts as zero; the database keeps 30
  // places.
  const reported = new Decimal(report.actuallyPaid ?? payment.actualAmount ?? 0);
  const arrived = Decimal.max(reported, 0).toDecimalPlaces(30, Decimal.ROUND_DOWN);
  const arrivedUsd =
    payment.payAmount === null
      ? '0'
      : depositValueUsd(payment.amountUsd, payment.payAmount, arrived.toFixed());
  return {
    payment,
    report,
    target,
    arrived,
    arrivedUsd: new Decimal(arrivedUsd),
    settledUsd: settledUsd(payment),
  };
}

const settledUsd = (payment: PaymentFacts): Decimal =>
  new Decimal(payment.creditedAmountUsd)
    .plus(payment.suspenseAmountUsd)
    .plus(payment.returnedAmountUsd)
    .plus(payment.feeAmountUsd);

/** Reports may arrive in any order; one without a time counts as new. */
export const isOlder = (
  { providerUpdatedAt }: Pick<PaymentFacts, 'providerUpdatedAt'>,
  { updatedAt }: Pick<ReportFacts, 'updatedAt'>,
): boolean => updatedAt !== null && providerUpdatedAt !== null && updatedAt < providerUpdatedAt;

export const isClosed = (status: PaymentStatus) => !['pending', 'confirming', 'confirmed'].includes(status);

export const nextStatus = ({ payment, target }: ReportedChange): PaymentStatus | null =>
  target === payment.status ? null : target;

export const hasUnknownStatusFlag = (payment: PaymentFacts) =>
  payment.needsAttention?.startsWith('unknown_status') === true;

/** The flag after a report that is understood: it clears those that such a report answers. */
export const clearedFlag = ({ payment }: ReportedChange): null | undefined =>
  hasUnknownStatusFlag(payment) || payment.needsAttention === 'finished_without_funds' ? null : undefined;

/** The total received, with nothing in flight any more. */
export const receivedInFull = ({ arrived, arrivedUsd }: ReportedChange): ReportDecision['received'] => ({
  amount: trimAmount(arrived),
  amountUsd: formatUsd(arrivedUsd),
  inFlightUsd: '0.00',
});

/** How much of `amount` is not settled yet, in the currency's units. */
export const unsettledCrypto = ({ payment }: ReportedChange, amount: Decimal): string =>
  trimAmount(Decimal.max(amount.minus(settledCrypto(payment)), 0));

/** How much of what was seen is settled, in the currency's units: all but the share that is in flight. */
function settledCrypto(payment: PaymentFacts): Decimal {
  const known = new Decimal(payment.actualAmount ?? 0);
  if (new Decimal(payment.inFlightAmountUsd).isZero()) return known;
  return known
    .times(settledUsd(payment))
    .dividedBy(payment.actualAmountUsd)
    .toDecimalPlaces(Math.max(known.decimalPlaces(), 8), Decimal.ROUND_DOWN);
}

/**
 * A closed payment has nothing in flight: what was seen earlier and is no longer reported did not arrive.
 * Null when nothing was in flight.
 */
export function withoutInFlight({
  payment,
  settledUsd: settled,
}: ReportedChange): ReportDecision['received'] {
  if (new Decimal(payment.inFlightAmountUsd).isZero()) return null;
  return { amount: trimAmount(settledCrypto(payment)), amountUsd: formatUsd(settled), inFlightUsd: '0.00' };
}
