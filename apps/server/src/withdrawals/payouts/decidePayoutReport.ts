import { isSameAccount } from '@paydesk/addresses';
import { Decimal, type PayoutStatus } from '@paydesk/types';
import type { Payout } from '../../models/Payout.ts';
import { mapPayoutStatus, type PayoutWord } from '../../nowpayments/mapPayoutStatus.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';

export interface PayoutDecision {
  /** The new status; null: unchanged. */
  status: PayoutStatus | null;
  /** For staff; null: nothing new. */
  message: string | null;
  /** Staff have to look at this. */
  alarm: boolean;
  /** The provider has what was ordered. Only then is the payout confirmed, or its withdrawal completed. */
  isAsOrdered: boolean;
}

type Known = Pick<
  Payout,
  | 'status'
  | 'providerStatus'
  | 'unverifiedStatus'
  | 'verifyAttempts'
  | 'currencyCode'
  | 'network'
  | 'address'
  | 'extraId'
  | 'cryptoAmount'
>;

/**
 * What a report of the provider about a payout means. Reports may repeat and come late: one that brings nothing new
 * changes nothing. The same table is in docs/operations.md and in a test.
 */
export function decidePayoutReport(payout: Known, report: PayoutReport): PayoutDecision {
  const word = mapPayoutStatus(report.rawStatus);
  const isAsOrdered = isSameAsOrdered(payout, report);
  const isNew = report.rawStatus !== payout.providerStatus;
  const decided = (status: PayoutStatus | null, message: string | null, alarm = false): PayoutDecision => ({
    status,
    message,
    alarm: alarm || (!isAsOrdered && isNew),
    isAsOrdered,
  });

  if (word === null)
    return decided(
      null,
      isNew ? `The provider reports an unknown status: "${report.rawStatus.slice(0, 40)}".` : null,
      isNew,
    );
  switch (payout.status) {
    case 'ordered':
      // It was sent after all: the next query shows how far it is.
      return decided('unknown', null);
    case 'unknown':
      return whileOutcomeUnknown(payout, report, word, decided, isAsOrdered);
    case 'sent':
      if (word === 'stopped') return decided('failed', whyStopped(report));
      return decided(word === 'finished' ? 'finished' : null, null);
    case 'failed':
      if (word === 'moving')
        return decided('sent', 'The provider is sending a payout that it had reported as failed.', true);
      if (word === 'finished')
        return decided('finished', 'The provider has paid a payout that it had reported as failed.', true);
      return decided(null, null);
    case 'finished':
      return word === 'stopped' && isNew
        ? decided(null, `The provider had reported the payment, and now reports "${report.rawStatus}".`, true)
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
    return decided(
      'failed',
      'The provider has something other than the order under our id: it was not confirmed.',
      true,
    );
  const hasMovedOn =
    payout.verifyAttempts > 0 &&
    report.rawStatus !== 'creating' &&
    report.rawStatus !== payout.unverifiedStatus;
  return decided(hasMovedOn ? 'sent' : null, null);
}

const whyStopped = ({ rawStatus, error }: PayoutReport) =>
  `The provider reports ${rawStatus}${error === null ? '.' : `: ${error.replace(/\p{Cc}+/gu, ' ').slice(0, 300)}`}`;

/**
 * Compares currency, address, memo and amount. The address must be the same account on the network: on many of
 * them the case of a letter matters.
 */
export function isSameAsOrdered(
  payout: Pick<Payout, 'currencyCode' | 'network' | 'address' | 'extraId' | 'cryptoAmount'>,
  report: PayoutReport,
): boolean {
  return (
    report.currency === payout.currencyCode.toLowerCase() &&
    (report.address === null || isSameAccount(payout.network, report.address, payout.address)) &&
    (report.extraId ?? '') === (payout.extraId ?? '') &&
    (report.amount === null || new Decimal(report.amount).equals(payout.cryptoAmount))
  );
}
