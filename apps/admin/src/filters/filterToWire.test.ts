import {
  balanceListInput,
  paymentListInput,
  transactionListInput,
  withdrawalListInput,
} from '@paydesk/types';
import { describe, expect, it } from 'vitest';
import { PAYMENT_GROUP_CHOICES, WITHDRAWAL_GROUP_CHOICES } from './choices.ts';
import { filterToWire } from './filterToWire.ts';
import { AMOUNT_RANGES, BALANCE_RANGES, SIGNED_RANGES } from './ranges.ts';
import { ACTIVITIES, RECENCIES } from './recency.ts';

const now = new Date('2026-11-23T12:00:00.000Z');

describe('filterToWire', () => {
  it('turns a status group into its statuses', () => {
    expect(filterToWire('withdrawals', { statusGroup: 'open' }, now)).toEqual({
      status: ['pending', 'approved', 'processing'],
    });
  });

  it('lets an exact status win over a group', () => {
    expect(filterToWire('payments', { status: 'failed', statusGroup: 'active' }, now)).toEqual({
      status: 'failed',
    });
  });

  it('ends a range a cent below the next', () => {
    expect(filterToWire('payments', { amountRange: 'medium' }, now)).toEqual({
      amountUsdMin: '10.00',
      amountUsdMax: '99.99',
    });
  });

  it('leaves the open end of a range open', () => {
    expect(filterToWire('payments', { amountRange: 'huge' }, now)).toEqual({ amountUsdMin: '10000.00' });
  });

  it('gives ledger amounts their sign', () => {
    expect(filterToWire('transactions', { amountRange: 'outMedium' }, now)).toEqual({
      amountUsdMin: '-999.99',
      amountUsdMax: '-100.00',
    });
  });

  it('reads a moment in the person’s own zone, and none while it is not complete', () => {
    expect(filterToWire('audit', { from: '2026-11-20T08:30', until: '2026-11-2' }, now)).toEqual({
      createdAfter: new Date(2026, 10, 20, 8, 30).toISOString(),
    });
    expect(filterToWire('audit', { until: '2026-11-21T00:00' }, now)).toEqual({
      createdBefore: new Date(2026, 10, 21).toISOString(),
    });
  });

  it('asks for balances that have rested', () => {
    expect(filterToWire('balances', { activity: 'idle30d' }, now)).toEqual({
      activeBefore: '2026-10-24T12:00:00.000Z',
    });
  });

  it("begins today at the person's own midnight", () => {
    const { createdAfter } = filterToWire('payments', { recency: 'today' }, now);
    expect(new Date(String(createdAfter)).getHours()).toBe(0);
    expect(new Date(String(createdAfter)).toDateString()).toBe(now.toDateString());
  });

  it('asks for nothing where nothing is chosen, and keeps a no', () => {
    expect(filterToWire('currencies', { q: '  ', isActive: false, token: null }, now)).toEqual({
      isActive: false,
    });
  });

  it('offers no choice that the wire would refuse', () => {
    const offered = [
      ...AMOUNT_RANGES.map(({ id }) =>
        paymentListInput.safeParse({ filter: filterToWire('payments', { amountRange: id }, now) }),
      ),
      ...RECENCIES.map(({ id }) =>
        paymentListInput.safeParse({ filter: filterToWire('payments', { recency: id }, now) }),
      ),
      ...PAYMENT_GROUP_CHOICES.map(({ id }) =>
        paymentListInput.safeParse({ filter: filterToWire('payments', { statusGroup: id }, now) }),
      ),
      ...WITHDRAWAL_GROUP_CHOICES.map(({ id }) =>
        withdrawalListInput.safeParse({ filter: filterToWire('withdrawals', { statusGroup: id }, now) }),
      ),
      ...SIGNED_RANGES.map(({ id }) =>
        transactionListInput.safeParse({ filter: filterToWire('transactions', { amountRange: id }, now) }),
      ),
      ...BALANCE_RANGES.map(({ id }) =>
        balanceListInput.safeParse({ filter: filterToWire('balances', { balanceRange: id }, now) }),
      ),
      ...ACTIVITIES.map(({ id }) =>
        balanceListInput.safeParse({ filter: filterToWire('balances', { activity: id }, now) }),
      ),
    ];
    expect(offered.filter(({ success }) => !success)).toEqual([]);
  });

  it('covers every status with exactly one payment group', () => {
    const grouped = PAYMENT_GROUP_CHOICES.flatMap(
      ({ id }) => filterToWire('payments', { statusGroup: id }, now).status as string[],
    );
    expect(grouped).toHaveLength(9);
    expect(new Set(grouped).size).toBe(9);
  });
});
