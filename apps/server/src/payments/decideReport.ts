import { Decimal, formatUsd, paymentCanMove, trimAmount } from '@paydesk/types';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import { decideAfterCredit } from './decideAfterCredit.ts';
import { closedWithFunds, closingReason, refunded, refundFlagged } from './decideWithoutCredit.ts';
import {
  clearedFlag,
  hasUnknownStatusFlag,
  isClosed,
  isOlder,
  nextStatus,
  noChange,
  receivedInFull,
  reportedChange,
  withoutInFlight,
  type PaymentFacts,
  type ReportDecision,
  type ReportedChange,
  type ReportFacts,
} from './reportDecision.ts';

export interface CreditPolicy {
  partialPayments: 'credit' | 'suspense';
  /** USD. */
  overpaymentHoldUsd: string;
}

/**
 * Decides what one provider report does to one payment. Pure: a table test covers every status with every
 * report. The rules are those of docs/money.md and docs/architecture.md.
 *
 * @param policy.partialPayments what to do with the money of a payment that the provider closes as
 *   `partially_paid`
 * @param policy.overpaymentHoldUsd by how much more than requested may be credited; the rest goes to suspense
 */
export function decideReport(
  payment: PaymentFacts,
  report: ReportFacts,
  policy: CreditPolicy,
): ReportDecision {
  if (isOlder(payment, report)) return noChange('stale', 'older than what is known');
  const target = mapProviderStatus(report.rawStatus);
  if (target === null) return unknownStatus(payment, report);

  const change = reportedChange(payment, report, target);
  if (new Decimal(payment.creditedAmountUsd).greaterThan(0)) return decideAfterCredit(change);
  if (target === 'pending') return noChange('unchanged', 'nothing has arrived yet');
  if (target !== payment.status && !paymentCanMove(payment.status, target)) return illegalMove(change);
  if (report.updatedAt === null && isClosed(payment.status)) {
    return {
      ...noChange('stale', 'undated report for a closed payment: the provider is asked'),
      askProvider: true,
    };
  }

  switch (target) {
    case 'confirming':
    case 'confirmed':
      return inFlight(change);
    case 'completed':
      return paid(change, policy);
    case 'partially_paid':
      return policy.partialPayments === 'credit'
        ? paid(change, policy)
        : closedWithFunds(change, 'partial_payment');
    case 'expired':
    case 'failed':
    case 'cancelled':
      return closedWithFunds(change, closingReason(target));
    case 'refunded':
      return refunded(change);
  }
}

/** Raises a flag, unless there is another one that staff must answer first. */
function unknownStatus(payment: PaymentFacts, { rawStatus }: ReportFacts): ReportDecision {
  const isFree = payment.needsAttention === null || hasUnknownStatusFlag(payment);
  return {
    ...noChange('unknown_status', `unknown status ${rawStatus}`),
    attention: isFree ? `unknown_status: ${rawStatus}` : undefined,
  };
}

/** Before the final status: the money has been seen but may still fail. */
function inFlight(change: ReportedChange): ReportDecision {
  const { payment, target, arrived, arrivedUsd, settledUsd } = change;
  const inFlightUsd = Decimal.max(arrivedUsd.minus(settledUsd), 0);
  const amountUsd = formatUsd(settledUsd.plus(inFlightUsd));
  const isKnown = target === payment.status && formatUsd(payment.actualAmountUsd) === amountUsd;
  return {
    ...noChange(isKnown ? 'unchanged' : 'applied', target),
    nextStatus: nextStatus(change),
    received: { amount: trimAmount(arrived), amountUsd, inFlightUsd: formatUsd(inFlightUsd) },
    attention: clearedFlag(change),
  };
}

/**
 * Final, with money: credit what arrived, less what staff have already returned or written off. What is far
 * beyond the requested amount waits in suspense.
 */
function paid(change: ReportedChange, { overpaymentHoldUsd }: CreditPolicy): ReportDecision {
  const { payment, target, arrivedUsd } = change;
  const due = arrivedUsd.minus(payment.returnedAmountUsd).minus(payment.feeAmountUsd);
  const credit = Decimal.min(due, new Decimal(payment.amountUsd).plus(overpaymentHoldUsd));
  if (credit.greaterThan(0)) {
    const excessUsd = due.minus(credit);
    return {
      ...noChange('applied', `credited ${formatUsd(credit)} USD`),
      nextStatus: nextStatus(change),
      received: receivedInFull(change),
      creditUsd: formatUsd(credit),
      absorbsSuspense: true,
      ...(excessUsd.greaterThan(0) && {
        detail: `credited ${formatUsd(credit)} USD, ${formatUsd(excessUsd)} USD to suspense`,
        toSuspense: largeOverpayment(change, excessUsd),
      }),
      attention: clearedFlag(change),
    };
  }
  if (target === 'completed') {
    return {
      ...noChange('flagged', 'finished, but there is nothing to credit'),
      attention: 'finished_without_funds',
    };
  }
  return {
    ...noChange('applied', 'partially paid with nothing to credit'),
    nextStatus: nextStatus(change),
    received: withoutInFlight(change),
  };
}

/** The excess in the currency's units is its share of what arrived. */
function largeOverpayment({ arrived, arrivedUsd }: ReportedChange, excessUsd: Decimal) {
  const share = arrived.times(excessUsd).dividedBy(arrivedUsd);
  return {
    reason: 'large_overpayment' as const,
    amount: trimAmount(share.toDecimalPlaces(Math.max(arrived.decimalPlaces(), 8), Decimal.ROUND_DOWN)),
    amountUsd: formatUsd(excessUsd),
    returned: false,
  };
}

/**
 * A move that the state machine does not allow: usually an old report, sometimes one that staff must see.
 */
function illegalMove(change: ReportedChange): ReportDecision {
  const { payment, report, target, arrivedUsd, settledUsd } = change;
  if (target === 'refunded') {
    return refundFlagged(change, {
      detail: `refunded by the provider while ${payment.status}`,
      attention: 'provider_refund',
    });
  }
  if (payment.status === 'refunded' && arrivedUsd.greaterThan(payment.actualAmountUsd))
    return { ...noChange('flagged', `${target} after a refund`), attention: 'paid_after_refund' };
  const stale = noChange('stale', `${payment.status} does not go back to ${target}`);
  const isClosing = target === 'failed' || target === 'expired' || target === 'cancelled';
  if (!isClosing || arrivedUsd.lessThanOrEqualTo(settledUsd)) return stale;
  // One closed status after another changes nothing, but money that came in between (too little, or too late)
  // must not be lost.
  if (report.updatedAt === null) return { ...stale, askProvider: true };
  return closedWithFunds({ ...change, target: payment.status }, closingReason(target));
}
