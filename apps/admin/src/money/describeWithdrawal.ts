import type { Reply } from '@paydesk/checkout/replies';
import type { PayoutStatus } from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';
import {
  isZero,
  type MoneyAnswer,
  type MoneyWithdrawal,
  type NextStep,
  type TimeFormat,
  usdSum,
} from './answer.ts';

/** Where the money of a withdrawal is. */
export function describeWithdrawal(
  withdrawal: MoneyWithdrawal,
  payoutsStopped: boolean,
  format: TimeFormat,
): MoneyAnswer {
  const isOpen = ['pending', 'approved', 'processing'].includes(withdrawal.status);
  const trouble = isOpen && isInTrouble(withdrawal);
  const next = nextStepOf(withdrawal, payoutsStopped);
  return {
    id: withdrawal.id,
    about: `Withdrawal of ${shortUsd(withdrawal.amountUsd)} in ${withdrawal.currencyName}`,
    sentences: [
      stateOf(withdrawal, format),
      ...payoutOf(withdrawal, format),
      ...(withdrawal.isIntact ? [] : ['The row is not what was requested: it was changed in the database.']),
      ...(isOpen && payoutsStopped ? ['All payouts are stopped.'] : []),
    ],
    next,
    tone: trouble
      ? 'error'
      : next.who === 'staff'
        ? 'warning'
        : withdrawal.status === 'completed'
          ? 'success'
          : 'info',
    reply: replyOf(withdrawal, trouble || payoutsStopped),
    urgency: next.who === 'staff' ? 'staff' : isOpen ? 'open' : 'closed',
    at: withdrawal.statusChangedAt,
  };
}

const isInTrouble = ({ isIntact, payoutStatus }: MoneyWithdrawal): boolean =>
  !isIntact || payoutStatus === 'unknown' || payoutStatus === 'failed';

function stateOf(withdrawal: MoneyWithdrawal, { at, age }: TimeFormat): string {
  const sum = `${shortUsd(withdrawal.amountUsd)} in ${withdrawal.currencyName}`;
  const since = at(withdrawal.statusChangedAt);
  switch (withdrawal.status) {
    case 'pending':
      return `Withdrawal of ${sum} requested at ${at(withdrawal.createdAt)}; it has waited ${age(withdrawal.createdAt)} for approval (${withdrawal.approvals} of ${withdrawal.requiredApprovals}).`;
    case 'approved':
      return `Withdrawal of ${sum} approved at ${since}; it has not been paid out yet.`;
    case 'processing':
      return `Withdrawal of ${sum} being sent since ${since}.`;
    case 'completed':
      return `Withdrawal of ${sum} paid out at ${since}${isZero(withdrawal.cryptoAmount) ? '' : `: ${withdrawal.cryptoAmount} ${withdrawal.currencyName}`}${withdrawal.transactionHash === null ? '' : ', with a transaction on the network'}.`;
    case 'rejected':
      return `Withdrawal of ${sum} rejected at ${since}; nothing is held for it any more.`;
    case 'cancelled':
      return `Withdrawal of ${sum} cancelled at ${since}; nothing is held for it any more.`;
  }
}

const PAYOUTS: Record<PayoutStatus, string> = {
  ordered: 'A payout is ordered and not sent to the provider yet',
  unknown: 'A payout was sent to the provider, and its outcome is not known',
  sent: 'The provider is sending the payout',
  finished: 'The provider reports the payout as finished',
  failed: 'The payout through the provider failed',
};

function payoutOf({ payoutStatus, payoutChangedAt }: MoneyWithdrawal, { at }: TimeFormat): string[] {
  if (payoutStatus === null) return [];
  return [`${PAYOUTS[payoutStatus]}${payoutChangedAt === null ? '' : ` (since ${at(payoutChangedAt)})`}.`];
}

function nextStepOf(withdrawal: MoneyWithdrawal, payoutsStopped: boolean): NextStep {
  const staff = (text: string): NextStep => ({
    who: 'staff',
    text,
    link: { resource: 'withdrawals', id: withdrawal.id },
  });
  switch (withdrawal.status) {
    case 'pending':
      return staff(withdrawal.isIntact ? 'Approve or reject it' : 'Find out who changed it, then reject it');
    case 'approved':
    case 'processing':
      if (!withdrawal.isIntact) return staff('Find out who changed it before anything is sent');
      if (withdrawal.payoutStatus === 'unknown')
        return staff('Ask the provider what became of the payout; send nothing by hand before');
      if (withdrawal.payoutStatus === 'ordered' || withdrawal.payoutStatus === 'sent')
        return { who: 'provider', text: 'The provider sends it.', link: null };
      if (payoutsStopped) return staff('Payouts are stopped: it goes on when they are resumed');
      if (withdrawal.payoutStatus === 'failed')
        return staff('See why the payout failed, then pay it out again or reject it');
      return staff(
        withdrawal.status === 'approved' ? 'Pay it out' : 'Record the payout, or return it to approved',
      );
    default:
      return { who: 'no one', text: 'Nothing is left to do.', link: null };
  }
}

function replyOf(withdrawal: MoneyWithdrawal, isDelayed: boolean): Reply {
  const sent = isZero(withdrawal.cryptoAmount)
    ? usdSum(withdrawal.finalAmountUsd)
    : `${withdrawal.cryptoAmount} ${withdrawal.currencyName}`;
  const reply = (key: Reply['key'], sum: string, times: Reply['times'] = {}): Reply => ({
    key,
    sums: { sum },
    times,
    hash: withdrawal.transactionHash,
    reference: withdrawal.internalWithdrawalId,
  });
  const asked = usdSum(withdrawal.amountUsd);
  switch (withdrawal.status) {
    case 'completed':
      return reply(withdrawal.transactionHash === null ? 'withdrawalSent' : 'withdrawalSentHash', sent, {
        at: withdrawal.statusChangedAt,
      });
    case 'rejected':
      return reply('withdrawalRejected', asked);
    case 'cancelled':
      return reply('withdrawalCancelled', asked);
    case 'pending':
      return withdrawal.isIntact
        ? reply('withdrawalWaiting', asked, { at: withdrawal.createdAt })
        : reply('withdrawalDelayed', asked);
    default:
      if (isDelayed) return reply('withdrawalDelayed', asked);
      return withdrawal.status === 'processing' ||
        ['sent', 'finished'].includes(withdrawal.payoutStatus ?? '')
        ? reply('withdrawalSending', asked)
        : reply('withdrawalApproved', asked);
  }
}
