import type { TransactionType } from '@paydesk/types/rules';
import { listText, shortUsd } from '../fields/formats.ts';
import type { MoneyState } from '../providers/records.ts';
import { isZero, type MoneyAnswer, type MoneyBalance, type TimeFormat } from './answer.ts';
import { describePayment, describeSuspenseAlone } from './describePayment.ts';
import { describeWithdrawal } from './describeWithdrawal.ts';
import { plural, t } from '../texts/t.ts';

/** Where the money is: the most urgent answer first, and the balance. */
export interface Money {
  answers: [MoneyAnswer, ...MoneyAnswer[]];
  /** About the balance; empty if it may not be read. */
  balance: string[];
}

/** Answers that are shown at most. */
const MAX_ANSWERS = 4;
const ORDER: Record<MoneyAnswer['urgency'], number> = { staff: 0, open: 1, closed: 2 };

/**
 * Where the money of a user or of a payment is, in sentences that claim nothing beyond the rows. Something that waits
 * for staff comes first, then what is open, then the newest that is closed.
 */
export function describeMoney(state: MoneyState, format: TimeFormat): Money {
  const ofPayment = new Map(
    state.payments.map((payment) => [
      payment.id,
      state.suspense.filter((item) => item.paymentId === payment.id || item.parentPaymentId === payment.id),
    ]),
  );
  const withPayment = new Set([...ofPayment.values()].flat());
  const answers = [
    ...state.payments.map((payment) => describePayment(payment, ofPayment.get(payment.id) ?? [], format)),
    ...state.suspense
      .filter((item) => !withPayment.has(item))
      .map((item) => describeSuspenseAlone(item, format)),
    ...state.withdrawals.map((withdrawal) => describeWithdrawal(withdrawal, state.payoutsStopped, format)),
  ].toSorted((a, b) => ORDER[a.urgency] - ORDER[b.urgency] || b.at.localeCompare(a.at));
  const [first = nothingFound(state), ...others] = answers.slice(0, MAX_ANSWERS);
  return {
    answers: [first, ...others],
    balance: state.balance === null ? [] : describeBalance(state, state.balance, format),
  };
}

const nothingFound = ({ asOf, balance }: MoneyState): MoneyAnswer => ({
  id: 'nothing',
  about: t('Nothing found'),
  sentences: [t('There is no payment, suspense item or withdrawal to show.')],
  next: { who: 'customer', text: t('Ask for a payment reference or a transaction id.'), link: null },
  tone: 'info',
  urgency: 'closed',
  at: balance?.deposit?.at ?? asOf,
  reply: { key: 'nothingFound', sums: {}, times: {}, reference: null },
});

/** How many postings of a kind, and what they sum to. */
const POSTINGS: Record<TransactionType, (count: number, amount: string) => string> = {
  payment: (count, amount) =>
    plural(count, { one: '{count} charge ({amount})', other: '{count} charges ({amount})' }, { amount }),
  withdrawal: (count, amount) =>
    plural(
      count,
      { one: '{count} withdrawal ({amount})', other: '{count} withdrawals ({amount})' },
      { amount },
    ),
  deposit: (count, amount) =>
    plural(
      count,
      { one: '{count} further deposit ({amount})', other: '{count} further deposits ({amount})' },
      { amount },
    ),
  refund: (count, amount) =>
    plural(count, { one: '{count} refund ({amount})', other: '{count} refunds ({amount})' }, { amount }),
  fee: (count, amount) =>
    plural(count, { one: '{count} fee ({amount})', other: '{count} fees ({amount})' }, { amount }),
  bonus: (count, amount) =>
    plural(count, { one: '{count} bonus ({amount})', other: '{count} bonuses ({amount})' }, { amount }),
  adjustment: (count, amount) =>
    plural(
      count,
      { one: '{count} adjustment ({amount})', other: '{count} adjustments ({amount})' },
      { amount },
    ),
};

function describeBalance(state: MoneyState, balance: MoneyBalance, { at }: TimeFormat): string[] {
  return [
    balanceText(balance, at),
    ...(isZero(balance.heldUsd)
      ? []
      : [
          t('{held} of it is held for open withdrawals; {available} is available.', {
            held: shortUsd(balance.heldUsd),
            available: shortUsd(balance.availableUsd),
          }),
        ]),
    ...(state.isFrozen ? [t('The user is frozen: no charge and no withdrawal; deposits still credit.')] : []),
  ];
}

/** The balance, and what was posted since the newest deposit. */
function balanceText(
  { balanceUsd, deposit, since, sinceIsCapped }: MoneyBalance,
  at: TimeFormat['at'],
): string {
  const balance = shortUsd(balanceUsd);
  if (deposit === null) return t('The balance is now {balance}.', { balance });
  const values = { balance, deposit: shortUsd(deposit.amountUsd), time: at(deposit.at) };
  if (sinceIsCapped)
    return t(
      'The balance is now {balance}, after very many postings since the deposit of {deposit} at {time}.',
      values,
    );
  if (since.length === 0)
    return t(
      'The balance is now {balance}; nothing was posted since the deposit of {deposit} at {time}.',
      values,
    );
  const postings = listText(
    since.map(({ type, count, amountUsd }) => POSTINGS[type](count, shortUsd(amountUsd))),
  );
  return t('The balance is now {balance}, after {postings} since the deposit of {deposit} at {time}.', {
    ...values,
    postings,
  });
}
