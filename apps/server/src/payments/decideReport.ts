import {
  Decimal,
  depositValueUsd,
  formatUsd,
  paymentCanMove,
  trimAmount,
  type PaymentStatus,
  type SuspenseReason,
} from '@paydesk/types';
import type { Payment } from '../models/Payment.ts';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/** What of a payment the decision depends on. */
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

type Report = Pick<ProviderReport, 'rawStatus' | 'actuallyPaid' | 'updatedAt'>;

/**
 * What a report means for a payment. Money fields are USD strings with two places; crypto amounts are in the
 * currency's units.
 */
export interface ReportDecision {
  outcome: 'applied' | 'unchanged' | 'stale' | 'unknown_status' | 'flagged' | 'suspense';
  /** Why, in words, for the event's outcome row. */
  detail: string;
  /** The status to move to; null to stay. */
  status: PaymentStatus | null;
  /** What has been received so far, all in all; null to leave as known. */
  received: { amount: string; amountUsd: string; inFlightUsd: string } | null;
  /** Post a deposit of this much. */
  creditUsd: string | null;
  /** The payment's own open suspense items are part of the credit. */
  absorbsSuspense: boolean;
  /** Put this much aside for a person, or note it as returned by the provider. */
  setAside: { reason: SuspenseReason; amount: string; amountUsd: string; returned: boolean } | null;
  /** A flag for staff; `null` clears it, `undefined` leaves it. */
  attention: string | null | undefined;
  /** The report is too uncertain to act on: ask the provider itself. */
  askProvider: boolean;
}

/**
 * Decides what one provider report does to one payment. Pure: the whole table of status × event is tested
 * through it. The rules stand in the product contract ("State machines", "Ledger rules", "Conservation").
 */
export function decideReport(
  payment: PaymentFacts,
  report: Report,
  policy: { partialPayments: 'credit' | 'suspense' },
): ReportDecision {
  if (isOlder(payment, report)) return nothing('stale', 'older than what is known');
  const target = mapProviderStatus(report.rawStatus);
  if (target === null) {
    // A flag that a person must answer stays in sight.
    const attention =
      payment.needsAttention === null || isUnknownStatus(payment)
        ? `unknown_status: ${report.rawStatus}`
        : undefined;
    return { ...nothing('unknown_status', `unknown status ${report.rawStatus}`), attention };
  }

  const known = books(payment);
  const arrived = arrivedSoFar(payment, report);
  const arrivedUsd = new Decimal(
    payment.payAmount === null ? 0 : depositValueUsd(payment.amountUsd, payment.payAmount, arrived.toFixed()),
  );

  if (known.credited.greaterThan(0)) return afterCredit(payment, target, arrived, arrivedUsd);
  if (target === 'pending') return nothing('unchanged', 'nothing has arrived yet');
  if (target !== payment.status && !paymentCanMove(payment.status, target))
    return impossible(payment, report, target, arrived, arrivedUsd);
  if (report.updatedAt === null && isClosed(payment.status)) {
    return {
      ...nothing('stale', 'undated report for a closed payment: the provider is asked'),
      askProvider: true,
    };
  }

  switch (target) {
    case 'confirming':
    case 'confirmed':
      return onItsWay(payment, target, arrived, arrivedUsd);
    case 'completed':
      return paid(payment, target, arrived, arrivedUsd);
    case 'partially_paid':
      return policy.partialPayments === 'credit'
        ? paid(payment, target, arrived, arrivedUsd)
        : closedWithFunds(payment, target, 'partial_payment', arrived, arrivedUsd);
    case 'expired':
      return closedWithFunds(payment, target, 'expired_with_funds', arrived, arrivedUsd);
    case 'failed':
    case 'cancelled':
      return closedWithFunds(payment, target, 'failed_with_funds', arrived, arrivedUsd);
    case 'refunded':
      return refunded(payment, arrived, arrivedUsd);
  }
}

function isOlder(payment: PaymentFacts, report: Report): boolean {
  return (
    report.updatedAt !== null &&
    payment.providerUpdatedAt !== null &&
    report.updatedAt < payment.providerUpdatedAt
  );
}

/**
 * In the currency's units. Null in a report means "not said", so what is known stands; a negative amount is
 * nothing; the database keeps 30 places.
 */
function arrivedSoFar(payment: PaymentFacts, report: Report): Decimal {
  const said = new Decimal(report.actuallyPaid ?? payment.actualAmount ?? 0);
  return Decimal.max(said, 0).toDecimalPlaces(30, Decimal.ROUND_DOWN);
}

const isClosed = (status: PaymentStatus) => !['pending', 'confirming', 'confirmed'].includes(status);

function books(payment: PaymentFacts) {
  const credited = new Decimal(payment.creditedAmountUsd);
  const suspense = new Decimal(payment.suspenseAmountUsd);
  const gone = new Decimal(payment.returnedAmountUsd).plus(payment.feeAmountUsd);
  return { credited, suspense, gone, settled: credited.plus(suspense).plus(gone) };
}

/** Steps before the end: the money is seen but may still fail. */
function onItsWay(
  payment: PaymentFacts,
  target: PaymentStatus,
  arrived: Decimal,
  arrivedUsd: Decimal,
): ReportDecision {
  const { settled } = books(payment);
  const inFlight = Decimal.max(arrivedUsd.minus(settled), 0);
  const received = {
    amount: trimAmount(arrived),
    amountUsd: formatUsd(settled.plus(inFlight)),
    inFlightUsd: formatUsd(inFlight),
  };
  const same = target === payment.status && formatUsd(payment.actualAmountUsd) === received.amountUsd;
  return {
    ...nothing(same ? 'unchanged' : 'applied', target),
    status: moved(payment, target),
    received,
    attention: calmed(payment),
  };
}

/** The end with money: credit what arrived, less what a person has already returned or written off. */
function paid(
  payment: PaymentFacts,
  target: 'completed' | 'partially_paid',
  arrived: Decimal,
  arrivedUsd: Decimal,
): ReportDecision {
  const credit = arrivedUsd.minus(books(payment).gone);
  if (credit.lessThanOrEqualTo(0)) {
    if (target === 'completed')
      return {
        ...nothing('flagged', 'finished, but nothing is there to credit'),
        attention: 'finished_without_funds',
      };
    return {
      ...nothing('applied', 'partially paid with nothing to credit'),
      status: moved(payment, target),
      received: nothingInFlight(payment),
    };
  }
  return {
    ...nothing('applied', `credited ${formatUsd(credit)} USD`),
    status: moved(payment, target),
    received: { amount: trimAmount(arrived), amountUsd: formatUsd(arrivedUsd), inFlightUsd: '0.00' },
    creditUsd: formatUsd(credit),
    absorbsSuspense: true,
    attention: calmed(payment),
  };
}

/** The end without a credit: what did arrive waits for a person. */
function closedWithFunds(
  payment: PaymentFacts,
  target: PaymentStatus,
  reason: SuspenseReason,
  arrived: Decimal,
  arrivedUsd: Decimal,
): ReportDecision {
  const { settled } = books(payment);
  const extra = arrivedUsd.minus(settled);
  const status = moved(payment, target);
  if (extra.lessThanOrEqualTo(0)) {
    return {
      ...nothing(status === null ? 'unchanged' : 'applied', target),
      status,
      received: nothingInFlight(payment),
      attention: calmed(payment),
    };
  }
  return {
    ...nothing('suspense', `${formatUsd(extra)} USD to suspense`),
    status,
    attention: calmed(payment),
    received: { amount: trimAmount(arrived), amountUsd: formatUsd(arrivedUsd), inFlightUsd: '0.00' },
    setAside: { reason, amount: cryptoSince(payment, arrived), amountUsd: formatUsd(extra), returned: false },
  };
}

/** The provider gave the money back before it was credited. */
function refunded(payment: PaymentFacts, arrived: Decimal, arrivedUsd: Decimal): ReportDecision {
  const { settled } = books(payment);
  const seen = Decimal.max(arrivedUsd, payment.actualAmountUsd);
  const back = seen.minus(settled);
  const status = moved(payment, 'refunded');
  if (back.lessThanOrEqualTo(0))
    return {
      ...nothing(status === null ? 'unchanged' : 'applied', 'refunded'),
      status,
      received: nothingInFlight(payment),
    };
  return {
    ...nothing('applied', `${formatUsd(back)} USD returned by the provider`),
    status,
    received: {
      amount: trimAmount(Decimal.max(arrived, payment.actualAmount ?? 0)),
      amountUsd: formatUsd(seen),
      inFlightUsd: '0.00',
    },
    setAside: {
      reason: 'provider_refund',
      amount: trimAmount(Decimal.max(arrived, payment.actualAmount ?? 0)),
      amountUsd: formatUsd(back),
      returned: true,
    },
  };
}

/**
 * A payment is credited once, ever: later reports may grow suspense, raise a flag or close the payment, never
 * credit again. A payment that staff credited out of suspense may have more on its way: that part ends in
 * suspense or as returned.
 */
function afterCredit(
  payment: PaymentFacts,
  target: PaymentStatus,
  arrived: Decimal,
  arrivedUsd: Decimal,
): ReportDecision {
  if (target === 'refunded')
    return refundedLate(payment, arrived, arrivedUsd, {
      detail: 'refunded by the provider after the credit',
      attention: 'provider_refund_after_credit',
    });
  const final = target === 'completed' || target === 'partially_paid';
  const ends = !isClosed(payment.status) && isClosed(target) && paymentCanMove(payment.status, target);
  if (ends && !final)
    return closedWithFunds(
      payment,
      target,
      target === 'expired' ? 'expired_with_funds' : 'failed_with_funds',
      arrived,
      arrivedUsd,
    );

  const status =
    ends || (target === 'completed' && paymentCanMove(payment.status, 'completed')) ? target : null;
  const grew = arrivedUsd.minus(books(payment).settled);
  if (final && grew.greaterThan(0)) {
    return {
      ...nothing('suspense', `${formatUsd(grew)} USD more than was credited, to suspense`),
      status,
      received: { amount: trimAmount(arrived), amountUsd: formatUsd(arrivedUsd), inFlightUsd: '0.00' },
      setAside: {
        reason: 'amount_grew',
        amount: cryptoSince(payment, arrived),
        amountUsd: formatUsd(grew),
        returned: false,
      },
    };
  }
  const received = final ? nothingInFlight(payment) : null;
  if (target === 'completed' && grew.lessThan(0) && arrivedUsd.greaterThan(0)) {
    return {
      ...nothing('flagged', 'the provider now reports less than was credited'),
      status,
      received,
      attention: 'amount_shrank',
    };
  }
  return {
    ...nothing(status === null ? 'unchanged' : 'applied', status ?? 'credited already'),
    status,
    received,
  };
}

/**
 * The status and the balance stay, and staff decide. What was still on its way, or had arrived beyond what is
 * settled, went back with it.
 */
function refundedLate(
  payment: PaymentFacts,
  arrived: Decimal,
  arrivedUsd: Decimal,
  flag: { detail: string; attention: string },
): ReportDecision {
  const flagged: ReportDecision = { ...nothing('flagged', flag.detail), attention: flag.attention };
  const seen = Decimal.max(arrived, payment.actualAmount ?? 0);
  const seenUsd = Decimal.max(arrivedUsd, payment.actualAmountUsd);
  const back = seenUsd.minus(books(payment).settled);
  if (back.lessThanOrEqualTo(0)) return flagged;
  return {
    ...flagged,
    received: { amount: trimAmount(seen), amountUsd: formatUsd(seenUsd), inFlightUsd: '0.00' },
    setAside: {
      reason: 'provider_refund',
      amount: cryptoSince(payment, seen),
      amountUsd: formatUsd(back),
      returned: true,
    },
  };
}

/**
 * A move that the state machine does not know: usually an old report, sometimes one that a person must see.
 */
function impossible(
  payment: PaymentFacts,
  report: Report,
  target: PaymentStatus,
  arrived: Decimal,
  arrivedUsd: Decimal,
): ReportDecision {
  if (target === 'refunded')
    return refundedLate(payment, arrived, arrivedUsd, {
      detail: `refunded by the provider while ${payment.status}`,
      attention: 'provider_refund',
    });
  if (payment.status === 'refunded' && arrivedUsd.greaterThan(payment.actualAmountUsd)) {
    return { ...nothing('flagged', `${target} after a refund`), attention: 'paid_after_refund' };
  }
  const stale = nothing('stale', `${payment.status} does not go back to ${target}`);
  if (
    !['failed', 'expired', 'cancelled'].includes(target) ||
    arrivedUsd.lessThanOrEqualTo(books(payment).settled)
  )
    return stale;
  // One end after another moves nothing, but money that came in between must not be forgotten: too little,
  // too late.
  if (report.updatedAt === null) return { ...stale, askProvider: true };
  return closedWithFunds(
    payment,
    payment.status,
    target === 'expired' ? 'expired_with_funds' : 'failed_with_funds',
    arrived,
    arrivedUsd,
  );
}

const moved = (payment: PaymentFacts, target: PaymentStatus): PaymentStatus | null =>
  target === payment.status ? null : target;

const isUnknownStatus = (payment: PaymentFacts) =>
  payment.needsAttention?.startsWith('unknown_status') === true;

/** Flags that a later good report answers. */
const calmed = (payment: PaymentFacts): null | undefined =>
  isUnknownStatus(payment) || payment.needsAttention === 'finished_without_funds' ? null : undefined;

const cryptoSince = (payment: PaymentFacts, arrived: Decimal) =>
  trimAmount(Decimal.max(arrived.minus(settledCrypto(payment)), 0));

/** How much of what was seen is settled, in the currency's units: all but the share that is on its way. */
function settledCrypto(payment: PaymentFacts): Decimal {
  const known = new Decimal(payment.actualAmount ?? 0);
  if (new Decimal(payment.inFlightAmountUsd).isZero()) return known;
  return known
    .times(books(payment).settled)
    .dividedBy(payment.actualAmountUsd)
    .toDecimalPlaces(Math.max(known.decimalPlaces(), 8), Decimal.ROUND_DOWN);
}

/**
 * Closing a payment leaves nothing on its way: what was seen before and is no longer reported did not arrive
 * after all.
 */
function nothingInFlight(payment: PaymentFacts): ReportDecision['received'] {
  if (new Decimal(payment.inFlightAmountUsd).isZero()) return null;
  return {
    amount: trimAmount(settledCrypto(payment)),
    amountUsd: formatUsd(books(payment).settled),
    inFlightUsd: '0.00',
  };
}

function nothing(outcome: ReportDecision['outcome'], detail: string): ReportDecision {
  return {
    outcome,
    detail,
    status: null,
    received: null,
    creditUsd: null,
    absorbsSuspense: false,
    setAside: null,
    attention: undefined,
    askProvider: false,
  };
}
