import { expect, test } from 'vitest';
import { describeFilter } from './describeFilter.ts';

test.each([
  [{}, ''],
  [{ q: '' }, ''],
  [{ status: 'partially_paid' }, 'status: Partially paid'],
  [{ status: ['pending', 'completed'], q: 'anna' }, 'status: Pending, Completed; search: anna'],
  [{ needsAttention: true, amountUsdMin: '5.00' }, 'needs attention: yes; amount from: 5.00'],
])('%j is described as %j', (filter, words) => {
  expect(describeFilter(filter)).toBe(words);
});
