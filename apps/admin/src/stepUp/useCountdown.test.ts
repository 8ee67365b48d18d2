import { expect, it } from 'vitest';
import { countdownText } from './useCountdown.ts';

it.each([
  [59, '0:59'],
  [899, '14:59'],
  [3600, '1 h 00 min'],
  [4000, '1 h 06 min'],
])('counts %i seconds as %s', (seconds, words) => {
  expect(countdownText(seconds)).toBe(words);
});
