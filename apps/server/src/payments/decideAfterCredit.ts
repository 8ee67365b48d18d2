import { formatUsd, paymentCanMove } from '@paydesk/types';
import { closedWithFunds, closingReason, refundFlagged } from './decideWithoutCredit.ts';
import {
  isClosed,
  noChange,
  receivedInFull,
  unsettledCrypto,
  withoutInFlight,
  type ReportDecision,
  type ReportedChange,
} from './reportDecision.ts';

/**
 * A payment is credited at most once: later reports may add to suspense, raise a flag or close the payment,
 * never credit again. A payment that staff credited out of suspense may have more in flight: that part ends
 * in suspense or as returned.
 */
export function decideAfterCredit(change: ReportedChange): ReportDecision {
  const { payment, target, arrived, arrivedUsd, settledUsd } = change;
  if (target === 'refunded') {
    return refundFlagged(change, {
      detail: 'refunded by the provider after the credit',
      attention: 'provider_refund_after_credit',
    });
  }
  const isPaid = target === 'completed' || target === 'partially_paid';
  const closes = !isClosed(payment.status) && isClosed(target) && paymentCanMove(payment.status, target);
  if (closes && !isPaid) return closedWithFunds(change, closingReason(target));

  const completes = target === 'completed' && paymentCanMove(payment.status, 'completed');
  const nextStatus = closes || completes ? target : null;
  const growth = arrivedUsd.minus(settledUsd);
  if (isPaid && growth.greaterThan(0)) {
    return {
      ...noChange('suspense', `${formatUsd(growth)} USD more than was credited, to suspense`),
      nextStatus,
      received: receivedInFull(change),
      toSuspense: {
        reason: 'amount_grew',
        amount: unsettledCrypto(change, arrived),
        amountUsd: formatUsd(growth),
        returned: false,
      },
    };
  }
  const received = isPaid ? withoutInFlight(change) : null;
  if (target === 'completed' && growth.lessThan(0) && arrivedUsd.greaterThan(0)) {
    return {
      ...noChange('flagged', 'the provider now reports less than was credited'),
      nextStatus,
      received,
      attention: 'amount_shrank',
    };
  }
  return {
    ...noChange(nextStatus === null ? 'unchanged' : 'applied', nextStatus ?? 'credited already'),
    nextStatus,
    received,
  };
}
