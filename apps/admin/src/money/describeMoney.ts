import type { TransactionType } from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';
import type { MoneyState } from '../providers/records.ts';
import { isZero, type MoneyAnswer, type MoneyBalance, type TimeFormat } from './answer.ts';
import { describePayment, describeSuspenseAlone } from './describePayment.ts';
import { describeWithdrawal } from './describeWithdrawal.ts';

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
  about: 'Nothing found',
  sentences: ['There is no payment, suspense item or withdrawal to show.'],
  next: { who: 'customer', text: 'Ask for a payment reference or a transaction id.', link: null },
  tone: 'info',
  urgency: 'closed',
  at: balance?.deposit?.at ?? asOf,
  reply: { key: 'nothingFound', sums: {}, times: {}, reference: null },
});

const POSTINGS: Record<TransactionType, readonly [one: string, many: string]> = {
  payment: ['charge', 'charges'],
  withdrawal: ['withdrawal', 'withdrawals'],
  deposit: ['further deposit', 'further deposits'],
  refund: ['refund', 'refunds'],
  fee: ['fee', 'fees'],
  bonus: ['bonus', 'bonuses'],
  adjustment: ['adjustment', 'adjustments'],
};

function describeBalance(state: MoneyState, balance: MoneyBalance, { at }: TimeFormat): string[] {
  const now = `The balance is now ${shortUsd(balance.balanceUsd)}`;
  return [
    `${now}${sinceDeposit(balance, at)}.`,
    ...(isZero(balance.heldUsd)
      ? []
      : [
          `${shortUsd(balance.heldUsd)} of it is held for open withdrawals; ${shortUsd(balance.availableUsd)} is available.`,
        ]),
    ...(state.isFrozen ? ['The user is frozen: no charge and no withdrawal; deposits still credit.'] : []),
  ];
}

function sinceDeposit({ deposit, since, sinceIsCapped }: MoneyBalance, at: TimeFormat['at']): string {
  if (deposit === null) return '';
  const from = `the deposit of ${shortUsd(deposit.amountUsd)} at ${at(deposit.at)}`;
  if (sinceIsCapped) return `, after very many postings since ${from}`;
  if (since.length === 0) return `; nothing was posted since ${from}`;
  const parts = since.map(({ type, count, amountUsd }) => {
    const [one, many] = POSTINGS[type];
    return `${count} ${count === 1 ? one : many} (${shortUsd(amountUsd)})`;
  });
  return `, after ${new Intl.ListFormat('en', { type: 'conjunction' }).format(parts)} since ${from}`;
}
