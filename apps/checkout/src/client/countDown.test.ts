import { expect, test } from 'vitest';
import { timeLeft } from './countDown.ts';

const second = 1000;

test('the two largest units are shown, in the given language', () => {
  expect(timeLeft((6 * 86_400 + 23 * 3600 + 59) * second, 'en')).toBe('6 days, 23 hours');
  expect(timeLeft(61 * second, 'en')).toBe('1 minute, 1 second');
  expect(timeLeft(3600 * second, 'de')).toBe('1 Stunde, 0 Minuten');
  expect(timeLeft(9500, 'en')).toBe('9 seconds');
});

test('digits stay the same in Arabic', () => {
  expect(timeLeft(15 * 60 * second, 'ar')).toMatch(/15/);
});

test('no time is left at the end, after it, or for an invalid time', () => {
  expect([0, 999, -5000, Number.NaN].map((ms) => timeLeft(ms, 'en'))).toEqual([null, null, null, null]);
});
