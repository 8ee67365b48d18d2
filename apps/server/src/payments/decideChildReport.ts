import { Decimal, depositValueUsd, formatUsd, trimAmount } from '@paydesk/types';
import type { Payment } from '../models/Payment.ts';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import type { ReportDecision } from './decideReport.ts';

type ChildFacts = Pick<Payment, 'actualAmount' | 'actualAmountUsd' | 'providerUpdatedAt'>;

const nothing: ReportDecision = {
  outcome: 'unchanged',
  detail: 'money that came to an address again waits for a person',
  status: null,
  received: null,
  creditUsd: null,
  absorbsSuspense: false,
  setAside: null,
  attention: undefined,
  askProvider: false,
};

/**
 * Decides what a further report does to a child payment (a re-deposit, a wrong asset). Its money was put
 * aside when it was adopted and is a matter for a person; only what it has grown by since is put aside as
 * well, at the value that the first part has.
 */
export function decideChildReport(
  child: ChildFacts,
  report: Pick<ProviderReport, 'rawStatus' | 'actuallyPaid' | 'updatedAt'>,
): ReportDecision {
  if (
    report.updatedAt !== null &&
    child.providerUpdatedAt !== null &&
    report.updatedAt < child.providerUpdatedAt
  )
    return { ...nothing, outcome: 'stale', detail: 'older than what is known' };
  const target = mapProviderStatus(report.rawStatus);
  if (target === null)
    return {
      ...nothing,
      outcome: 'unknown_status',
      detail: `unknown status ${report.rawStatus}`,
      attention: `unknown_status: ${report.rawStatus}`,
    };
  if (target === 'refunded')
    return {
      ...nothing,
      outcome: 'flagged',
      detail: 'refunded by the provider',
      attention: 'provider_refund',
    };

  const known = new Decimal(child.actualAmount ?? 0);
  const arrived = new Decimal(report.actuallyPaid ?? 0);
  if (
    (target !== 'completed' && target !== 'partially_paid') ||
    arrived.lessThanOrEqualTo(known) ||
    known.isZero()
  )
    return nothing;
  const worth = depositValueUsd(formatUsd(child.actualAmountUsd), known.toFixed(), arrived.toFixed());
  const grewUsd = formatUsd(new Decimal(worth).minus(child.actualAmountUsd));
  return {
    ...nothing,
    outcome: 'suspense',
    detail: `${grewUsd} USD more than was known, to suspense`,
    received: { amount: trimAmount(arrived), amountUsd: worth, inFlightUsd: '0.00' },
    setAside: {
      reason: 'amount_grew',
      amount: trimAmount(arrived.minus(known)),
      amountUsd: grewUsd,
      returned: false,
    },
  };
}
