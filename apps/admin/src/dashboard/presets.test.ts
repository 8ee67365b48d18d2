import { describe, expect, it } from 'vitest';
import { daysOf, readChoice, writeChoice } from './presets.ts';

// A Saturday, late in the evening.
const NOW = new Date(2026, 10, 28, 23, 30);
const read = (text: string) => readChoice(new URLSearchParams(text), NOW);

describe('daysOf', () => {
  it.each([
    ['today', '2026-11-28', '2026-11-28'],
    ['7d', '2026-11-22', '2026-11-28'],
    ['30d', '2026-10-30', '2026-11-28'],
    ['90d', '2026-08-31', '2026-11-28'],
    ['thisMonth', '2026-11-01', '2026-11-28'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['thisYear', '2026-01-01', '2026-11-28'],
  ] as const)('%s is from %s until %s', (preset, from, until) => {
    expect(daysOf(preset, NOW)).toEqual({ from, until });
  });

  it('last month of January is December', () => {
    expect(daysOf('lastMonth', new Date(2026, 0, 31))).toEqual({ from: '2025-12-01', until: '2025-12-31' });
  });
});

describe('an address', () => {
  it('without a choice means the last 30 days and the period before', () => {
    expect(read('')).toEqual({
      preset: '30d',
      compareTo: 'previousPeriod',
      from: '2026-10-30',
      until: '2026-11-28',
    });
  });

  it.each([
    'range=7d',
    'range=lastMonth&compare=none',
    'compare=previousYear',
    'range=custom&from=2026-02-01&until=2026-02-28',
  ])('%s is read as it is written', (text) => {
    expect(new URLSearchParams(writeChoice(read(text))).toString()).toBe(text);
  });

  it.each(['range=toString', 'range=fortnight', 'compare=never', 'range=custom&from=2026-02-31&until=x'])(
    '%s falls back',
    (text) => {
      expect(read(text)).toMatchObject({
        compareTo: 'previousPeriod',
        from: '2026-10-30',
        until: '2026-11-28',
      });
    },
  );
});
