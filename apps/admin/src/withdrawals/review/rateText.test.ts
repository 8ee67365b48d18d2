import { expect, test } from 'vitest';
import { rateCountdown } from './rateText.ts';

const MINUTE = 60_000;

test.each([
  [3 * 24 * 60 * MINUTE, 'holds for 3 days'],
  [30 * 60 * MINUTE, 'holds for 30 h'],
  [90 * MINUTE, 'holds for 90 min'],
  [14 * MINUTE + 1, 'holds for 15 min'],
  [MINUTE + 1, 'holds for 2 min'],
  [MINUTE, 'holds for 60 s'],
  [44_001, 'holds for 45 s'],
  [1, 'holds for 1 s'],
  [0, 'has expired'],
  [-5, 'has expired'],
])('with %i ms left a rate %s', (leftMs, text) => {
  expect(rateCountdown(leftMs).text).toBe(text);
});

test('a listener hears of five minutes, of one, and of the end, and nothing in between', () => {
  const heard = new Set<string>();
  for (let left = 15 * MINUTE; left >= 0; left -= 1000) heard.add(rateCountdown(left).announcement);
  expect([...heard]).toEqual([
    '',
    'The rate holds for less than five minutes.',
    'The rate holds for less than a minute.',
    'The rate has expired.',
  ]);
});

test('waiting as long as it says always leads to other words, down to the end', () => {
  let left = 2 * 60 * MINUTE + 30_500;
  let steps = 0;
  while (!rateCountdown(left).isExpired) {
    const { text, nextMs } = rateCountdown(left);
    left -= nextMs;
    steps += 1;
    expect(rateCountdown(left).text).not.toBe(text);
  }
  expect(left).toBe(0);
  // Hours, minutes, then the seconds of the last minute: far fewer than one a second.
  expect(steps).toBeLessThan(200);
});
