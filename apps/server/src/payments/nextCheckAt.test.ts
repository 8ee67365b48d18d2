import { describe, expect, test } from 'vitest';
import { newId } from '../base/identifiers.ts';
import { nextCheckAt } from './nextCheckAt.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const createdAt = new Date('2026-09-01T10:00:00Z');

type Facts = Parameters<typeof nextCheckAt>[0];
/** In the middle of the spread: neither earlier nor later. */
const middle = '01990000-0000-7000-8000-0000007fffff';
const facts = (changes: Partial<Facts> = {}): Facts => ({
  id: middle,
  status: 'pending',
  createdAt,
  expiresAt: null,
  parentPaymentId: null,
  checkFailures: 0,
  checkedAt: new Date(createdAt.getTime() + 100 * DAY),
  providerPaymentId: '1',
  watchedUntil: null,
  ...changes,
});
const waitOf = (changes: Partial<Facts>, ageMs: number): number | null => {
  const now = new Date(createdAt.getTime() + ageMs);
  const next = nextCheckAt(facts(changes), now);
  return next === null ? null : Math.round((next.getTime() - now.getTime()) / 1000);
};

describe('the next check of', () => {
  test.each<[string, Partial<Facts>, number, number | null]>([
    ['a new payment', {}, 0, 10],
    ['one after an hour', {}, 60 * MINUTE, 360],
    ['an old unpaid one', {}, DAY, 900],
    ['one with money in flight, of any age', { status: 'confirming' }, 3 * DAY, 10],
    ['an expired one', { status: 'expired' }, 7 * DAY, 6 * 3600],
    ['a completed one, for re-deposits', { status: 'completed' }, 60 * MINUTE, 900],
    ['one whose address is no longer watched', {}, 8 * DAY + 1000, null],
    ['one whose money was seen and is still under review', { status: 'confirming' }, 40 * DAY, 6 * 3600],
    ['one whose money never became final', { status: 'confirming' }, 99 * DAY, null],
    [
      'one that the provider watches for longer',
      { expiresAt: new Date(createdAt.getTime() + 9 * DAY) },
      8 * DAY + 1000,
      900,
    ],
    ['a refunded one, for re-deposits', { status: 'refunded' }, 60 * MINUTE, 900],
  ])('%s', (_name, changes, ageMs, seconds) => {
    expect(waitOf(changes, ageMs)).toBe(seconds);
  });

  test('a payment with an open page is checked every few seconds, a completed one until its hash is known', () => {
    const watched = (changes: Partial<Facts>) =>
      waitOf({ watchedUntil: new Date(createdAt.getTime() + 2 * DAY), ...changes }, DAY);
    expect([
      watched({}),
      watched({ status: 'confirming' }),
      watched({ status: 'expired' }),
      watched({ status: 'completed' }),
    ]).toEqual([5, 5, 15, 20]);
    expect([
      watched({ status: 'completed', transactionHash: 'ab' }),
      watched({ watchedUntil: createdAt }),
    ]).toEqual([144 * 60, 900]);
    expect(watched({ checkFailures: 20 })).toBe(600);
  });

  test('after failures the interval doubles, up to ten minutes', () => {
    expect([1, 2, 3, 4, 7, 20].map((checkFailures) => waitOf({ checkFailures }, MINUTE))).toEqual([
      10, 20, 40, 80, 600, 600,
    ]);
  });

  test('a payment whose time ran out during an outage is checked until an answer comes', () => {
    expect(waitOf({ checkFailures: 3 }, 9 * DAY)).toBe(40);
    expect(waitOf({ checkFailures: 0 }, 9 * DAY)).toBeNull();
    expect(waitOf({ checkFailures: 3 }, 16 * DAY)).toBeNull();
  });

  test('a payment that was not checked at the end of its time gets one last check, at once', () => {
    expect(waitOf({ status: 'expired', checkedAt: new Date(createdAt.getTime() + 7 * DAY) }, 16 * DAY)).toBe(
      0,
    );
    expect(waitOf({ status: 'expired', checkedAt: null }, 16 * DAY)).toBe(0);
    expect(
      waitOf({ status: 'expired', checkedAt: new Date(createdAt.getTime() + 16 * DAY) }, 16 * DAY),
    ).toBeNull();
  });

  test('payments created together spread out', () => {
    const rounds = (id: string): number[] => {
      let now = createdAt;
      return Array.from({ length: 30 }, () => {
        now = nextCheckAt(facts({ id, status: 'confirming' }), now) as Date;
        return Math.floor((now.getTime() - createdAt.getTime()) / 1000);
      });
    };
    const seconds = Array.from({ length: 200 }, () => rounds(newId(createdAt)).at(-1) as number);
    // Thirty rounds of ten seconds: 270 to 330 s, and no second sees many of the two hundred.
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(270);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(330);
    const busiest = Math.max(...seconds.map((second) => seconds.filter((other) => other === second).length));
    expect(busiest).toBeLessThan(20);
  });
});
