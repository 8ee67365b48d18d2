import { describe, expect, it } from 'vitest';
import { serverFilter } from './serverFilter.ts';

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

  it('reads a time in the person’s own time zone, and none while it is incomplete', () => {
    expect(serverFilter('audit', { from: '2026-11-20T08:30', until: '2026-11-2' }, now)).toEqual({
      createdAfter: new Date(2026, 10, 20, 8, 30).toISOString(),
    });
    expect(serverFilter('audit', { until: '2026-11-21T00:00' }, now)).toEqual({
      createdBefore: new Date(2026, 10, 21).toISOString(),
    });
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

  it('leaves out what is not set, and keeps false', () => {
    expect(serverFilter('currencies', { q: '  ', isActive: false, token: null }, now)).toEqual({
      isActive: false,
    });
  });
});
