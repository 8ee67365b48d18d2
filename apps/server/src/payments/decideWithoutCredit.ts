import { Decimal, formatUsd, trimAmount, type PaymentStatus, type SuspenseReason } from '@paydesk/types';
import {
  clearedFlag,
  nextStatus,
  noChange,
  receivedInFull,
  unsettledCrypto,
  withoutInFlight,
  type ReportDecision,
  type ReportedChange,
} from './reportDecision.ts';

/** The payment closes without a credit: what did arrive goes to suspense. */
export function closedWithFunds(change: ReportedChange, reason: SuspenseReason): ReportDecision {
  const { target, arrived, arrivedUsd, settledUsd } = change;
  const extra = arrivedUsd.minus(settledUsd);
  const status = nextStatus(change);
  if (extra.lessThanOrEqualTo(0)) {
    return {
      ...noChange(status === null ? 'unchanged' : 'applied', target),
      nextStatus: status,
      received: withoutInFlight(change),
      attention: clearedFlag(change),
    };
  }
  return {
    ...noChange('suspense', `${formatUsd(extra)} USD to suspense`),
    nextStatus: status,
    attention: clearedFlag(change),
    received: receivedInFull(change),
    toSuspense: {
      reason,
      amount: unsettledCrypto(change, arrived),
      amountUsd: formatUsd(extra),
      returned: false,
    },
  };
}

export const closingReason = (target: PaymentStatus): SuspenseReason =>
  target === 'expired' ? 'expired_with_funds' : 'failed_with_funds';

/** The provider returned the money before it was credited. */
export function refunded(change: ReportedChange): ReportDecision {
  const { back, backUsd, received } = sentBack(change);
  const status = nextStatus(change);
  if (backUsd.lessThanOrEqualTo(0)) {
    return {
      ...noChange(status === null ? 'unchanged' : 'applied', 'refunded'),
      nextStatus: status,
      received: withoutInFlight(change),
    };
  }
  return {
    ...noChange('applied', `${formatUsd(backUsd)} USD returned by the provider`),
    nextStatus: status,
    received,
    toSuspense: {
      reason: 'provider_refund',
      amount: trimAmount(back),
      amountUsd: formatUsd(backUsd),
      returned: true,
    },
  };
}

/**
 * A refund that changes neither status nor balance: staff decide. What was still in flight, or had arrived
 * beyond what is settled, was returned with it.
 */
export function refundFlagged(
  change: ReportedChange,
  flag: { detail: string; attention: string },
): ReportDecision {
  const flagged: ReportDecision = { ...noChange('flagged', flag.detail), attention: flag.attention };
  const { back, backUsd, received } = sentBack(change);
  if (backUsd.lessThanOrEqualTo(0)) return flagged;
  return {
    ...flagged,
    received,
    toSuspense: {
      reason: 'provider_refund',
      amount: unsettledCrypto(change, back),
      amountUsd: formatUsd(backUsd),
      returned: true,
    },
  };
}

/** The most that was ever seen, and how much of it is not settled: a refund may report no amount. */
function sentBack({ payment, arrived, arrivedUsd, settledUsd }: ReportedChange) {
  const back = Decimal.max(arrived, payment.actualAmount ?? 0);
  const seenUsd = Decimal.max(arrivedUsd, payment.actualAmountUsd);
  return {
    back,
    backUsd: seenUsd.minus(settledUsd),
    received: { amount: trimAmount(back), amountUsd: formatUsd(seenUsd), inFlightUsd: '0.00' },
  };
}
