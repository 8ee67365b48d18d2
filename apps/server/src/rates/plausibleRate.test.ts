import { describe, expect, test } from 'vitest';
import { isUsdStablecoin, rateProblem, type SeenRate } from './plausibleRate.ts';

const now = new Date('2026-11-28T12:00:00Z');
const seen = (unitsPerUsd: string, hoursAgo = 1): SeenRate => ({
  unitsPerUsd,
  seenAt: new Date(now.getTime() - hoursAgo * 3_600_000),
});
const pegged = { isPegged: true, seen: [] };
const problem = (cryptoAmount: string, known: Parameters<typeof rateProblem>[1]) =>
  rateProblem({ amountUsd: '100.00', cryptoAmount }, known, now);

test.each([
  ['100', null],
  ['102', null],
  ['98.04', null],
  ['102.01', 'far_from_known'],
  ['98.03', 'far_from_known'],
  ['10000', 'far_from_known'],
  ['0.000001', 'far_from_known'],
])('100 USD as %s of a stablecoin: %s', (cryptoAmount, expected) => {
  expect(problem(cryptoAmount, pegged)?.kind ?? null).toBe(expected);
});

describe('of any other currency', () => {
  const day = { isPegged: false, seen: [seen('0.00001'), seen('0.0000101'), seen('0.0000099')] };
  test.each([
    ['0.001', null],
    ['0.00125', null],
    ['0.0008', null],
    ['0.00126', 'far_from_known'],
    ['0.00079', 'far_from_known'],
    ['0.1', 'far_from_known'],
  ])('%s where the desk has seen 0.001: %s', (cryptoAmount, expected) => {
    expect(problem(cryptoAmount, day)?.kind ?? null).toBe(expected);
  });

  test('the answer says what was expected', () => {
    expect(problem('0.1', day)?.expected).toBe('0.001');
  });

  test('rates of the last day count alone', () => {
    const known = { isPegged: false, seen: [seen('0.00002'), seen('0.00001', 30), seen('0.00001', 31)] };
    expect(problem('0.002', known)).toBeNull();
    expect(problem('0.001', known)?.kind).toBe('far_from_known');
  });

  test('older ones may differ more, and those of a week ago do not count', () => {
    const older = { isPegged: false, seen: [seen('0.00001', 48)] };
    expect(problem('0.0015', older)).toBeNull();
    expect(problem('0.00151', older)?.kind).toBe('far_from_known');
    expect(problem('0.001', { isPegged: false, seen: [seen('0.00001', 169)] })?.kind).toBe('nothing_known');
  });

  test('one wrong rate among right ones changes nothing', () => {
    const known = { isPegged: false, seen: [...day.seen, seen('0.001', 0)] };
    expect(problem('0.001', known)).toBeNull();
    expect(problem('0.1', known)?.kind).toBe('far_from_known');
  });
});

test.each([
  ['USDTTRC20', 'USDT', false, true],
  ['USDCMATIC', 'USDC', true, true],
  ['DAIARB', 'DAI', true, true],
  ['LUSD', 'LUSD', true, true],
  ['EURT', 'EURT', true, false],
  ['DOGE', 'Tether USDT', false, false],
  ['BTC', 'BTC', false, false],
])('%s (%s, called stable: %s) is a stablecoin of the dollar: %s', (code, token, isStable, expected) => {
  expect(isUsdStablecoin({ code, token, isStable })).toBe(expected);
});
