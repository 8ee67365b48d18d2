import type {
  PaymentStatus,
  PayoutStatus,
  SuspenseReason,
  SuspenseStatus,
  WithdrawalStatus,
} from '@paydesk/types/rules';
import { FREE_NOTE } from '@paydesk/types/rules';
import { coinText, shortUsd, signedUsd } from '../fields/formats.ts';
import { statusName } from '../fields/statusNames.ts';
import type { TimelineEntry } from '../providers/records.ts';
import { actionLabel } from '../records/auditActions.ts';
import { SUSPENSE_REASON_NAMES } from '../records/suspenseReasons.ts';
import { isZero } from './answer.ts';
import { t } from '../texts/t.ts';
import { inSentence } from '../texts/inSentence.ts';

const PAYOUTS: Record<PayoutStatus, string> = {
  ordered: t('Payout ordered'),
  unknown: t('Payout sent, outcome not known'),
  sent: t('Payout on its way'),
  finished: t('Payout finished'),
  failed: t('Payout failed'),
};

/** What a report led to, beside the status. */
const OUTCOMES: Record<string, string> = {
  unknown_status: t('(unknown status)'),
  suspense: t('(to suspense)'),
  flagged: t('(flagged)'),
};

/** An entry of a timeline in a few words. */
export function entryText(entry: TimelineEntry): string {
  const { status, detail } = entry;
  const coins = isZero(entry.amount)
    ? null
    : coinText(entry.amount ?? '', entry.currencyName ?? entry.currencyCode ?? '');
  const amount = shortUsd(entry.amountUsd ?? '0.00');
  const usd = isZero(entry.amountUsd) ? null : amount;
  const both = coins === null ? usd : usd === null ? coins : `${coins} (${usd})`;
  const currency = entry.currencyName ?? entry.currencyCode ?? '';
  switch (entry.kind) {
    case 'userCreated':
      return t('User created');
    case 'userAnonymized':
      return t('User anonymised');
    case 'paymentCreated':
      if (detail === null) return t('Payment of {amount} in {currency} requested', { amount, currency });
      return both === null
        ? t('Further deposit to a used address')
        : t('Further deposit to a used address: {sum}', { sum: both });
    case 'providerReport':
      return [reportText(inSentence(statusName(status)), coins), OUTCOMES[detail ?? '']]
        .filter(Boolean)
        .join(' ');
    case 'paymentEnded':
      return (
        PAYMENTS[status]?.(amount) ??
        t('Payment of {amount}: {status}', { amount, status: statusName(status) })
      );
    case 'suspenseOpened':
      return suspenseText(both, inSentence(SUSPENSE_REASON_NAMES[detail as SuspenseReason] ?? ''));
    case 'suspenseClosed':
      return (
        SUSPENSE[status]?.(both ?? t('Money')) ??
        t('{sum} in suspense: {status}', { sum: both ?? t('Money'), status: statusName(status) })
      );
    case 'posting':
      return `${POSTINGS[status] ?? statusName(status)} ${signedUsd(entry.amountUsd ?? '0.00')}`;
    case 'withdrawalRequested':
      return t('Withdrawal of {amount} in {currency} requested', { amount, currency });
    case 'approval':
      return t('Withdrawal approved');
    case 'rateFixed':
      return t('Amount to send fixed: {sum}', { sum: both ?? '–' });
    case 'payout':
      return `${PAYOUTS[status as PayoutStatus] ?? statusName(status)}${coins === null ? '' : `: ${coins}`}`;
    case 'withdrawalChanged':
      return (
        WITHDRAWALS[status]?.(amount) ??
        t('Withdrawal of {amount}: {status}', { amount, status: statusName(status) })
      );
    case 'note':
      return status === FREE_NOTE ? t('Note') : actionLabel(status);
    case 'audit':
      return actionLabel(status);
  }
}

const reportText = (status: string, coins: string | null): string =>
  coins === null
    ? t('Provider reports {status}', { status })
    : t('Provider reports {status}, {coins} received', { status, coins });

const suspenseText = (sum: string | null, reason: string): string =>
  sum === null
    ? t('Money to suspense: {reason}', { reason })
    : t('{sum} to suspense: {reason}', { sum, reason });

const POSTINGS: Record<string, string> = { payment: t('Charge') };

/** By status; one that this version does not know has none. */
type ByStatus = Partial<Record<string, (amount: string) => string>>;

const PAYMENTS: ByStatus = {
  pending: (amount) => t('Payment of {amount} pending', { amount }),
  confirming: (amount) => t('Payment of {amount} confirming', { amount }),
  confirmed: (amount) => t('Payment of {amount} confirmed', { amount }),
  completed: (amount) => t('Payment of {amount} completed', { amount }),
  partially_paid: (amount) => t('Payment of {amount} partially paid', { amount }),
  failed: (amount) => t('Payment of {amount} failed', { amount }),
  expired: (amount) => t('Payment of {amount} expired', { amount }),
  cancelled: (amount) => t('Payment of {amount} cancelled', { amount }),
  refunded: (amount) => t('Payment of {amount} refunded', { amount }),
} satisfies Record<PaymentStatus, (amount: string) => string>;

const SUSPENSE: ByStatus = {
  open: (sum) => t('{sum} in suspense open', { sum }),
  credited: (sum) => t('{sum} in suspense credited', { sum }),
  returned: (sum) => t('{sum} in suspense returned', { sum }),
  written_off: (sum) => t('{sum} in suspense written off', { sum }),
} satisfies Record<SuspenseStatus, (sum: string) => string>;

const WITHDRAWALS: ByStatus = {
  pending: (amount) => t('Withdrawal of {amount} pending', { amount }),
  approved: (amount) => t('Withdrawal of {amount} approved', { amount }),
  processing: (amount) => t('Withdrawal of {amount} being sent', { amount }),
  completed: (amount) => t('Withdrawal of {amount} paid out', { amount }),
  rejected: (amount) => t('Withdrawal of {amount} rejected', { amount }),
  cancelled: (amount) => t('Withdrawal of {amount} cancelled', { amount }),
} satisfies Record<WithdrawalStatus, (amount: string) => string>;
