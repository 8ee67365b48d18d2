import type { Reply } from '@paydesk/checkout/replies';
import { isOpenWithdrawal, type PayoutStatus } from '@paydesk/types/rules';
import { coinText, shortUsd } from '../fields/formats.ts';
import {
  isZero,
  type MoneyAnswer,
  type MoneyWithdrawal,
  type NextStep,
  type TimeFormat,
  coinSum,
  usdSum,
} from './answer.ts';
import { t } from '../texts/t.ts';

/** Where the money of a withdrawal is. */
export function describeWithdrawal(
  withdrawal: MoneyWithdrawal,
  payoutsStopped: boolean,
  format: TimeFormat,
): MoneyAnswer {
  const isOpen = isOpenWithdrawal(withdrawal);
  const trouble = isOpen && isInTrouble(withdrawal);
  const next = nextStepOf(withdrawal, payoutsStopped);
  return {
    id: withdrawal.id,
    about: t('Withdrawal of {amount} in {currency}', {
      amount: shortUsd(withdrawal.amountUsd),
      currency: withdrawal.currencyName,
    }),
    sentences: [
      stateOf(withdrawal, format),
      ...payoutOf(withdrawal, format),
      ...(withdrawal.isIntact
        ? []
        : [t('The row is not what was requested: it was changed in the database.')]),
      ...(isOpen && payoutsStopped ? [t('All payouts are stopped.')] : []),
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
  const values = {
    amount: shortUsd(withdrawal.amountUsd),
    currency: withdrawal.currencyName,
    since: at(withdrawal.statusChangedAt),
  };
  switch (withdrawal.status) {
    case 'pending':
      return t(
        'Withdrawal of {amount} in {currency} requested at {time}; it has waited {age} for approval ({approvals} of {required}).',
        {
          ...values,
          time: at(withdrawal.createdAt),
          age: age(withdrawal.createdAt),
          approvals: withdrawal.approvals,
          required: withdrawal.requiredApprovals,
        },
      );
    case 'approved':
      return t(
        'Withdrawal of {amount} in {currency} approved at {since}; it has not been paid out yet.',
        values,
      );
    case 'processing':
      return t('Withdrawal of {amount} in {currency} being sent since {since}.', values);
    case 'completed':
      return paidText(withdrawal, values);
    case 'rejected':
      return t(
        'Withdrawal of {amount} in {currency} rejected at {since}; nothing is held for it any more.',
        values,
      );
    case 'cancelled':
      return t(
        'Withdrawal of {amount} in {currency} cancelled at {since}; nothing is held for it any more.',
        values,
      );
  }
}

function paidText(
  { cryptoAmount, currencyName, transactionHash }: MoneyWithdrawal,
  values: { amount: string; currency: string; since: string },
): string {
  if (isZero(cryptoAmount))
    return transactionHash === null
      ? t('Withdrawal of {amount} in {currency} paid out at {since}.', values)
      : t(
          'Withdrawal of {amount} in {currency} paid out at {since}, with a transaction on the network.',
          values,
        );
  const all = { ...values, coins: coinText(cryptoAmount ?? '', currencyName) };
  return transactionHash === null
    ? t('Withdrawal of {amount} in {currency} paid out at {since}: {coins}.', all)
    : t(
        'Withdrawal of {amount} in {currency} paid out at {since}: {coins}, with a transaction on the network.',
        all,
      );
}

const PAYOUTS: Record<PayoutStatus, string> = {
  ordered: t('A payout is ordered and not sent to the provider yet.'),
  unknown: t('A payout was sent to the provider, and its outcome is not known.'),
  sent: t('The provider is sending the payout.'),
  finished: t('The provider reports the payout as finished.'),
  failed: t('The payout through the provider failed.'),
};

const PAYOUTS_SINCE: Record<PayoutStatus, (since: string) => string> = {
  ordered: (since) => t('A payout is ordered and not sent to the provider yet (since {since}).', { since }),
  unknown: (since) =>
    t('A payout was sent to the provider, and its outcome is not known (since {since}).', { since }),
  sent: (since) => t('The provider is sending the payout (since {since}).', { since }),
  finished: (since) => t('The provider reports the payout as finished (since {since}).', { since }),
  failed: (since) => t('The payout through the provider failed (since {since}).', { since }),
};

function payoutOf({ payoutStatus, payoutChangedAt }: MoneyWithdrawal, { at }: TimeFormat): string[] {
  if (payoutStatus === null) return [];
  return [
    payoutChangedAt === null ? PAYOUTS[payoutStatus] : PAYOUTS_SINCE[payoutStatus](at(payoutChangedAt)),
  ];
}

function nextStepOf(withdrawal: MoneyWithdrawal, payoutsStopped: boolean): NextStep {
  const staff = (text: string): NextStep => ({
    who: 'staff',
    text,
    link: { resource: 'withdrawals', id: withdrawal.id },
  });
  switch (withdrawal.status) {
    case 'pending':
      return staff(
        withdrawal.isIntact ? t('Approve or reject it') : t('Find out who changed it, then reject it'),
      );
    case 'approved':
    case 'processing':
      if (!withdrawal.isIntact) return staff(t('Find out who changed it before anything is sent'));
      if (withdrawal.payoutStatus === 'unknown')
        return staff(t('Ask the provider what became of the payout; send nothing by hand before'));
      if (withdrawal.payoutStatus === 'ordered' || withdrawal.payoutStatus === 'sent')
        return { who: 'provider', text: t('The provider sends it.'), link: null };
      if (payoutsStopped) return staff(t('Payouts are stopped: it goes on when they are resumed'));
      if (withdrawal.payoutStatus === 'failed')
        return staff(t('See why the payout failed, then pay it out again or reject it'));
      return staff(
        withdrawal.status === 'approved' ? t('Pay it out') : t('Record the payout, or return it to approved'),
      );
    default:
      return { who: 'none', text: t('Nothing is left to do.'), link: null };
  }
}

function replyOf(withdrawal: MoneyWithdrawal, isDelayed: boolean): Reply {
  const sent = isZero(withdrawal.cryptoAmount)
    ? usdSum(withdrawal.finalAmountUsd)
    : coinSum(withdrawal.cryptoAmount ?? '', withdrawal.currencyName);
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
