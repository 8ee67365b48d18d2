import {
  balanceListInput,
  paymentListInput,
  transactionListInput,
  withdrawalListInput,
} from '@paydesk/types';
import { expect, it } from 'vitest';
import {
  ACTIVITIES,
  AMOUNT_RANGES,
  BALANCE_RANGES,
  RECENCIES,
  SIGNED_RANGES,
} from '../providers/filterRanges.ts';
import { serverFilter } from '../providers/serverFilter.ts';
import { PAYMENT_GROUP_CHOICES, WITHDRAWAL_GROUP_CHOICES } from './choices.ts';

const now = new Date('2026-11-23T12:00:00.000Z');

it('offers no choice that the wire would refuse', () => {
  const offered = [
    ...AMOUNT_RANGES.map(({ id }) =>
      paymentListInput.safeParse({ filter: serverFilter('payments', { amountRange: id }, now) }),
    ),
    ...RECENCIES.map(({ id }) =>
      paymentListInput.safeParse({ filter: serverFilter('payments', { recency: id }, now) }),
    ),
    ...PAYMENT_GROUP_CHOICES.map(({ id }) =>
      paymentListInput.safeParse({ filter: serverFilter('payments', { statusGroup: id }, now) }),
    ),
    ...WITHDRAWAL_GROUP_CHOICES.map(({ id }) =>
      withdrawalListInput.safeParse({ filter: serverFilter('withdrawals', { statusGroup: id }, now) }),
    ),
    ...SIGNED_RANGES.map(({ id }) =>
      transactionListInput.safeParse({ filter: serverFilter('transactions', { amountRange: id }, now) }),
    ),
    ...BALANCE_RANGES.map(({ id }) =>
      balanceListInput.safeParse({ filter: serverFilter('balances', { balanceRange: id }, now) }),
    ),
    ...ACTIVITIES.map(({ id }) =>
      balanceListInput.safeParse({ filter: serverFilter('balances', { activity: id }, now) }),
    ),
  ];
  expect(offered.filter(({ success }) => !success)).toEqual([]);
});

it('covers every status with exactly one payment group', () => {
  const grouped = PAYMENT_GROUP_CHOICES.flatMap(
    ({ id }) => serverFilter('payments', { statusGroup: id }, now).status as string[],
  );
  expect(grouped).toHaveLength(9);
  expect(new Set(grouped).size).toBe(9);
});
