import { TIMELINE_KINDS } from '@paydesk/types';
import { expect, test } from 'vitest';
import { timelineEntry } from '../../test/moneyRows.ts';
import { dayName } from './days.ts';
import { entryText } from './entryText.ts';

test.each([
  [{}, 'Payment of $50.00 in BTC requested'],
  [{ detail: 'a parent' }, 'Further deposit to a used address: 0.0024 BTC ($50.00)'],
  [
    { kind: 'providerReport', status: 'partially_paid', detail: 'applied' },
    'Provider reports partially paid, 0.0024 BTC received',
  ],
  [
    { kind: 'providerReport', status: 'odd', detail: 'unknown_status', amount: '0' },
    'Provider reports odd (unknown status)',
  ],
  [{ kind: 'paymentEnded', status: 'expired' }, 'Payment of $50.00 expired'],
  [
    { kind: 'suspenseOpened', status: 'open', detail: 'redeposit' },
    '0.0024 BTC ($50.00) to suspense: second transfer',
  ],
  [{ kind: 'suspenseClosed', status: 'written_off' }, '0.0024 BTC ($50.00) in suspense written off'],
  [{ kind: 'posting', status: 'payment', amountUsd: '-5.00' }, 'Charge -$5.00'],
  [{ kind: 'withdrawalChanged', status: 'processing' }, 'Withdrawal of $50.00 being sent'],
  [{ kind: 'payout', status: 'unknown' }, 'Payout sent, outcome not known: 0.0024 BTC'],
  [{ kind: 'note', status: 'addNote' }, 'Note'],
  [{ kind: 'note', status: 'withdrawals.reject' }, 'Withdrawal rejected'],
  [{ kind: 'audit', status: 'payments.cancel' }, 'Payment cancelled'],
] as const)('%j is “%s”', (changes, text) => {
  expect(entryText(timelineEntry(changes))).toBe(text);
});

test.each(TIMELINE_KINDS)('an entry of the kind %s has words without its amounts too', (kind) => {
  for (const amounts of [{}, { amount: null }, { amount: null, currencyName: null, currencyCode: null }])
    expect(entryText(timelineEntry({ kind, ...amounts }))).toMatch(/^[$A-Z0-9].{3,}/);
});

test('days have names', () => {
  const now = new Date(2026, 10, 28, 12);
  expect(dayName(new Date(2026, 10, 28, 0, 1).toISOString(), now)).toBe('Today');
  expect(dayName(new Date(2026, 10, 27, 23, 59).toISOString(), now)).toBe('Yesterday');
  expect(dayName(new Date(2026, 10, 26, 12).toISOString(), now)).toContain('November');
  expect(dayName(new Date(2025, 10, 26, 12).toISOString(), now)).toContain('2025');
});
