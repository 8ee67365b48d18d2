import { expect, test } from 'vitest';
import { rateCountdown } from './rateText.ts';

const MINUTE = 60_000;

test.each([
  [3 * 24 * 60 * MINUTE, 'The rate is valid for 3 days'],
  [30 * 60 * MINUTE, 'The rate is valid for 30 h'],
  [90 * MINUTE, 'The rate is valid for 90 min'],
  [14 * MINUTE + 1, 'The rate is valid for 15 min'],
  [MINUTE + 1, 'The rate is valid for 2 min'],
  [MINUTE, 'The rate is valid for 60 s'],
  [44_001, 'The rate is valid for 45 s'],
  [1, 'The rate is valid for 1 s'],
  [0, 'The rate has expired'],
  [-5, 'The rate has expired'],
])('with %i ms left a rate %s', (leftMs, text) => {
  expect(rateCountdown(leftMs).text).toBe(text);
});

test('screen readers announce five minutes, one minute and the end, and nothing in between', () => {
  const announced = new Set<string>();
  for (let left = 15 * MINUTE; left >= 0; left -= 1000) announced.add(rateCountdown(left).announcement);
  expect([...announced]).toEqual([
    '',
    'The rate is valid for less than five minutes.',
    'The rate is valid for less than a minute.',
    'The rate has expired.',
  ]);
});

test('waiting for `nextMs` always changes the text, until the rate expires', () => {
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
