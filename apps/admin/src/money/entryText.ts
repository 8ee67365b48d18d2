import type { PayoutStatus, SuspenseReason } from '@paydesk/types/rules';
import { FREE_NOTE, statusLabel } from '@paydesk/types/rules';
import { shortUsd, signedUsd } from '../fields/formats.ts';
import type { TimelineEntry } from '../providers/records.ts';
import { actionLabel } from '../records/auditActions.ts';
import { SUSPENSE_REASON_NAMES } from '../records/suspenseReasons.ts';
import { isZero } from './answer.ts';

const PAYOUTS: Record<PayoutStatus, string> = {
  ordered: 'Payout ordered',
  unknown: 'Payout sent, outcome not known',
  sent: 'Payout on its way',
  finished: 'Payout finished',
  failed: 'Payout failed',
};

const OUTCOMES: Record<string, string> = {
  unknown_status: ' (unknown status)',
  suspense: ' (to suspense)',
  flagged: ' (flagged)',
};

/** An entry of a timeline in a few words. */
export function entryText(entry: TimelineEntry): string {
  const { status, detail } = entry;
  const coins = isZero(entry.amount)
    ? null
    : `${entry.amount} ${entry.currencyName ?? entry.currencyCode ?? ''}`.trim();
  const usd = isZero(entry.amountUsd) ? null : shortUsd(entry.amountUsd ?? '0.00');
  const both = coins === null ? usd : usd === null ? coins : `${coins} (${usd})`;
  switch (entry.kind) {
    case 'userCreated':
      return 'User created';
    case 'userAnonymized':
      return 'User anonymised';
    case 'paymentCreated':
      return detail === null
        ? `Payment of ${usd} in ${entry.currencyName} requested`
        : `Further deposit to a used address${both === null ? '' : `: ${both}`}`;
    case 'providerReport':
      return `Provider reports ${statusLabel(status).toLowerCase()}${coins === null ? '' : `, ${coins} received`}${OUTCOMES[detail ?? ''] ?? ''}`;
    case 'paymentEnded':
      return `Payment of ${usd} ${statusLabel(status).toLowerCase()}`;
    case 'suspenseOpened':
      return `${both ?? 'Money'} to suspense: ${(SUSPENSE_REASON_NAMES[detail as SuspenseReason] ?? '').toLowerCase()}`;
    case 'suspenseClosed':
      return `${both ?? 'Money'} in suspense ${statusLabel(status).toLowerCase()}`;
    case 'posting':
      return `${POSTINGS[status] ?? statusLabel(status)} ${signedUsd(entry.amountUsd ?? '0.00')}`;
    case 'withdrawalRequested':
      return `Withdrawal of ${usd} in ${entry.currencyName} requested`;
    case 'approval':
      return 'Withdrawal approved';
    case 'rateFixed':
      return `Amount to send fixed: ${both}`;
    case 'payout':
      return `${PAYOUTS[status as PayoutStatus] ?? statusLabel(status)}${coins === null ? '' : `: ${coins}`}`;
    case 'withdrawalChanged':
      return `Withdrawal of ${usd} ${CHANGED[status] ?? statusLabel(status).toLowerCase()}`;
    case 'note':
      return status === FREE_NOTE ? 'Note' : actionLabel(status);
    case 'audit':
      return actionLabel(status);
  }
}

const POSTINGS: Record<string, string> = { payment: 'Charge' };
const CHANGED: Record<string, string> = { processing: 'being sent', completed: 'paid out' };
