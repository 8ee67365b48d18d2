import { Decimal, type PayoutStatus } from '@paydesk/types';
import type { Payout } from '../../models/Payout.ts';
import { mapPayoutStatus, type PayoutWord } from '../../nowpayments/mapPayoutStatus.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';

export interface PayoutDecision {
  /** Where the payout goes; null: it stays. */
  status: PayoutStatus | null;
  /** For staff; null: nothing new to say. */
  message: string | null;
  /** A person has to look at this. */
  alarm: boolean;
  /** What the provider has is what was ordered: only then it is confirmed, or its withdrawal completed. */
  isAsOrdered: boolean;
}

type Known = Pick<
  Payout,
  | 'status'
  | 'providerStatus'
  | 'unverifiedStatus'
  | 'verifyAttempts'
  | 'currencyCode'
  | 'address'
  | 'extraId'
  | 'cryptoAmount'
>;

/**
 * What the provider's word about a payout means. Words may repeat and come late: what is known already
 * changes nothing. The table stands in docs/operations.md, and as a test.
 */
export function decidePayoutReport(payout: Known, report: PayoutReport): PayoutDecision {
  const word = mapPayoutStatus(report.rawStatus);
  const isAsOrdered = isSameAsOrdered(payout, report);
  const isNews = report.rawStatus !== payout.providerStatus;
  const decided = (status: PayoutStatus | null, message: string | null, alarm = false): PayoutDecision => ({
    status,
    message,
    alarm: alarm || (!isAsOrdered && isNews),
    isAsOrdered,
  });

  if (word === null)
    return decided(
      null,
      isNews ? `The provider says "${report.rawStatus.slice(0, 40)}", which nobody here understands.` : null,
      isNews,
    );
  switch (payout.status) {
    case 'ordered':
      // It was thought not to have left: the next look says how far it is.
      return decided('unknown', null);
    case 'unknown':
      return whileOutcomeUnknown(payout, report, word, decided, isAsOrdered);
    case 'sent':
      if (word === 'stopped') return decided('failed', whyStopped(report));
      return decided(word === 'finished' ? 'finished' : null, null);
    case 'failed':
      if (word === 'moving')
        return decided('sent', 'The provider is carrying out what it had called failed.', true);
      if (word === 'finished')
        return decided('finished', 'The provider has paid what it had called failed.', true);
      return decided(null, null);
    case 'finished':
      return word === 'stopped' && isNews
        ? decided(null, `The provider had said that it paid, and now says "${report.rawStatus}".`, true)
        : decided(null, null);
  }
}

function whileOutcomeUnknown(
  payout: Known,
  report: PayoutReport,
  word: PayoutWord,
  decided: (status: PayoutStatus | null, message: string | null, alarm?: boolean) => PayoutDecision,
  isAsOrdered: boolean,
): PayoutDecision {
  if (word === 'stopped') return decided('failed', whyStopped(report));
  if (word === 'finished') return decided('finished', null);
  if (word === 'moving') return decided('sent', null);
  // Without a confirmation the provider rejects it within the hour.
  if (!isAsOrdered && payout.verifyAttempts === 0)
    return decided('failed', 'The provider has something else under our id: it was not confirmed.', true);
  const hasMovedOn =
    payout.verifyAttempts > 0 &&
    report.rawStatus !== 'creating' &&
    report.rawStatus !== payout.unverifiedStatus;
  return decided(hasMovedOn ? 'sent' : null, null);
}

const whyStopped = ({ rawStatus, error }: PayoutReport) =>
  `The provider says ${rawStatus}${error === null ? '.' : `: ${error.replace(/\p{Cc}+/gu, ' ').slice(0, 300)}`}`;

/** Spelling may differ, what is meant may not. */
export function isSameAsOrdered(
  payout: Pick<Payout, 'currencyCode' | 'address' | 'extraId' | 'cryptoAmount'>,
  report: PayoutReport,
): boolean {
  return (
    report.currency === payout.currencyCode.toLowerCase() &&
    (report.address === null || report.address.toLowerCase() === payout.address.toLowerCase()) &&
    (report.extraId ?? '') === (payout.extraId ?? '') &&
    (report.amount === null || new Decimal(report.amount).equals(payout.cryptoAmount))
  );
}
