import { expect, it } from 'vitest';
import type { SearchHit } from '../providers/records.ts';
import { sentenceOf } from './describeHit.ts';

const now = new Date('2026-11-03T13:00:00.000Z');
const hit = (status: string): SearchHit => ({
  id: '0198c0de-0000-7000-8000-000000000001',
  matched: 'id',
  name: null,
  userId: null,
  userName: null,
  amountUsd: '50.00',
  suspenseAmountUsd: null,
  currencyCode: 'BTC',
  currencyDisplayName: 'BTC',
  status,
  statusChangedAt: '2026-11-03T10:00:00.000Z',
  needsAttention: null,
  createdAt: '2026-11-03T09:00:00.000Z',
});

it.each([
  ['partially_paid', 'Partially paid for 3 h'],
  ['completed', 'Completed 3 h ago'],
  ['expired', 'Expired 3 h ago'],
])('a payment that is %s: %s', (status, sentence) => {
  expect(sentenceOf('payments', hit(status), now)).toBe(sentence);
});

it.each([
  ['pending', 'Pending for 3 h. It waits for approval'],
  ['rejected', 'Rejected 3 h ago'],
])('a withdrawal that is %s: %s', (status, sentence) => {
  expect(sentenceOf('withdrawals', hit(status), now)).toBe(sentence);
});
