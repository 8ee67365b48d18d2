import { Decimal, depositValueUsd, formatUsd, trimAmount } from '@paydesk/types';
import type { Payment } from '../models/Payment.ts';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import { isOlder, noChange, type ReportDecision, type ReportFacts } from './reportDecision.ts';

type ChildFacts = Pick<Payment, 'actualAmount' | 'actualAmountUsd' | 'providerUpdatedAt'>;

/**
 * Decides what a further report does to a child payment (a re-deposit, or a wrong asset). Its money went to
 * suspense when it was first reported, for staff to resolve; only what it has grown by since goes to suspense
 * too, valued like the first part.
 */
export function decideChildReport(child: ChildFacts, report: ReportFacts): ReportDecision {
  if (isOlder(child, report)) return noChange('stale', 'older than what is known');
  const target = mapProviderStatus(report.rawStatus);
  if (target === null)
    return {
      ...noChange('unknown_status', `unknown status ${report.rawStatus}`),
      attention: `unknown_status: ${report.rawStatus}`,
    };
  if (target === 'refunded')
    return { ...noChange('flagged', 'refunded by the provider'), attention: 'provider_refund' };

  const known = new Decimal(child.actualAmount ?? 0);
  const arrived = new Decimal(report.actuallyPaid ?? 0);
  const isPaid = target === 'completed' || target === 'partially_paid';
  if (!isPaid || known.isZero() || arrived.lessThanOrEqualTo(known))
    return noChange('unchanged', 'the money of a child payment is for staff to resolve');
  const worth = depositValueUsd(formatUsd(child.actualAmountUsd), known.toFixed(), arrived.toFixed());
  const growthUsd = formatUsd(new Decimal(worth).minus(child.actualAmountUsd));
  return {
    ...noChange('suspense', `${growthUsd} USD more than was known, to suspense`),
    received: { amount: trimAmount(arrived), amountUsd: worth, inFlightUsd: '0.00' },
    toSuspense: {
      reason: 'amount_grew',
      amount: trimAmount(arrived.minus(known)),
      amountUsd: growthUsd,
      returned: false,
    },
  };
}
