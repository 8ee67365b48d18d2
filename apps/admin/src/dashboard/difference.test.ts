import { expect, it } from 'vitest';
import { difference, percentOf } from './difference.ts';

it.each([
  ['120.00', '100.00', 'more', '20% more (+$20.00)'],
  ['95.00', '100.00', 'less', '5% less (−$5.00)'],
  ['100.00', '100.00', 'same', 'the same'],
  ['0.00', '80.00', 'less', '100% less (−$80.00)'],
  ['80.00', '0.00', 'more', '+$80.00, none before'],
  ['100000.04', '100000.00', 'more', '<0.1% more (+$0.04)'],
  ['9007199254740993.01', '9007199254740993.00', 'more', '<0.1% more (+$0.01)'],
  ['5000.00', '100.00', 'more', '50 times as much (+$4,900.00)'],
])('%s after %s is %s: %s', (amount, before, direction, text) => {
  expect(difference(amount, before)).toEqual({ direction, text });
});

it.each([
  [1, 3, '33.3%'],
  [9999, 10000, '99.9%'],
  [3, 3, '100%'],
  [0, 3, '0%'],
  [0, 0, null],
])('%i of %i is %s', (part, whole, text) => {
  expect(percentOf(part, whole)).toBe(text);
});
