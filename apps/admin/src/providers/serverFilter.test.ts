import { describe, expect, it } from 'vitest';
import { serverFilter, setSearchReadings } from './serverFilter.ts';

const now = new Date('2026-11-23T12:00:00.000Z');

describe('serverFilter', () => {
  it('turns a status group into its statuses', () => {
    expect(serverFilter('withdrawals', { statusGroup: 'open' }, now)).toEqual({
      status: ['pending', 'approved', 'processing'],
    });
  });

  it('prefers an exact status to a group', () => {
    expect(serverFilter('payments', { status: 'failed', statusGroup: 'active' }, now)).toEqual({
      status: 'failed',
    });
  });

  it('ends a range a cent below the next', () => {
    expect(serverFilter('payments', { amountRange: 'medium' }, now)).toEqual({
      amountUsdMin: '10.00',
      amountUsdMax: '99.99',
    });
  });

  it('leaves the open end of a range open', () => {
    expect(serverFilter('payments', { amountRange: 'huge' }, now)).toEqual({ amountUsdMin: '10000.00' });
  });

  it('gives ledger amounts their sign', () => {
    expect(serverFilter('transactions', { amountRange: 'outMedium' }, now)).toEqual({
      amountUsdMin: '-999.99',
      amountUsdMax: '-100.00',
    });
  });

  it('reads days and minutes in the person’s own time zone, to their last millisecond', () => {
    expect(serverFilter('payments', { from: '2026-11-20', until: '2026-11-20' }, now)).toEqual({
      createdAfter: new Date(2026, 10, 20).toISOString(),
      createdBefore: new Date(2026, 10, 20, 23, 59, 59, 999).toISOString(),
    });
    expect(serverFilter('audit', { from: '2026-11-20T08:30', until: '2026-11-20T08:30' }, now)).toEqual({
      createdAfter: new Date(2026, 10, 20, 8, 30).toISOString(),
      createdBefore: new Date(2026, 10, 20, 8, 30, 59, 999).toISOString(),
    });
  });

  it('ends the days on which the clocks change at midnight', () => {
    for (const [month, date] of [
      [2, 29],
      [9, 25],
    ] as const) {
      const day = `2026-${String(month + 1).padStart(2, '0')}-${date}`;
      const { createdBefore } = serverFilter('payments', { until: day }, now);
      expect(createdBefore).toBe(new Date(new Date(2026, month, date + 1).getTime() - 1).toISOString());
    }
  });

  it('waits until a date is complete', () => {
    expect(serverFilter('audit', { from: '2026-11-2', until: '2026-13-45' }, now)).toEqual({});
  });

  it('reads From and Until as the time that a list is about', () => {
    expect(Object.keys(serverFilter('balances', { from: '2026-11-20' }, now))).toEqual(['activeAfter']);
    expect(Object.keys(serverFilter('reconciliations', { until: '2026-11-20' }, now))).toEqual([
      'startedBefore',
    ]);
  });

  it('finds balances without activity', () => {
    expect(serverFilter('balances', { activity: 'idle30d' }, now)).toEqual({
      activeBefore: '2026-10-24T12:00:00.000Z',
    });
  });

  it("begins today at the person's own midnight", () => {
    const { createdAfter } = serverFilter('payments', { recency: 'today' }, now);
    expect(new Date(String(createdAfter)).getHours()).toBe(0);
    expect(new Date(String(createdAfter)).toDateString()).toBe(now.toDateString());
  });

  it('ends last month where this one begins, a millisecond apart', () => {
    const last = serverFilter('payments', { recency: 'lastMonth' }, now);
    const { createdAfter: thisMonth, createdBefore } = serverFilter(
      'payments',
      { recency: 'thisMonth' },
      now,
    );
    expect(createdBefore).toBeUndefined();
    expect(new Date(String(last.createdAfter)).toDateString()).toBe('Thu Oct 01 2026');
    expect(new Date(String(thisMonth)).getTime() - new Date(String(last.createdBefore)).getTime()).toBe(1);
    expect(serverFilter('balances', { activity: 'lastMonth' }, now)).toEqual({
      activeAfter: last.createdAfter,
      activeBefore: last.createdBefore,
    });
  });

  it('leaves out what is not set, and keeps false', () => {
    expect(serverFilter('currencies', { q: '  ', isActive: false, token: null }, now)).toEqual({
      isActive: false,
    });
  });
});

it('sends how a search text is read in the person’s language, of the list that has it', () => {
  setSearchReadings('audit', (text) =>
    text === 'ausgeschaltet' ? [{ actions: ['currencies.setActive'] }] : [],
  );
  const readings = { qReadings: [{ actions: ['currencies.setActive'] }] };
  expect(serverFilter('audit', { q: 'ausgeschaltet' }, new Date())).toEqual({
    q: 'ausgeschaltet',
    ...readings,
  });
  expect(serverFilter('audit', { q: 'anna' }, new Date())).toEqual({ q: 'anna' });
  expect(serverFilter('payments', { q: 'ausgeschaltet' }, new Date())).toEqual({ q: 'ausgeschaltet' });
});
