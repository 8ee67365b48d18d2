import { AUDIT_ACTIONS, AUDIT_WORDS, findActions } from '@paydesk/types/rules';
import { expect, test } from 'vitest';
import { auditEntry } from '../../test/rows.ts';
import type { AuditEntry } from '../providers/records.ts';
import { auditReadings, auditVocabulary, describeAudit } from './describeAudit.ts';

const about = (changes: Partial<NonNullable<AuditEntry['subject']>>) => ({
  name: null,
  amountUsd: null,
  userId: null,
  userName: null,
  ...changes,
});
const priya = about({ amountUsd: '120.00', userName: 'Priya R.' });

test.each<[string, Partial<AuditEntry>]>([
  ['Signed in', { action: 'auth.signIn', subjectKind: 'staff', subject: about({ name: 'Maria' }) }],
  ['Approved withdrawal of $120.00 to Priya R.', { action: 'withdrawals.approve', subject: priya }],
  [
    'Switched DOGE off',
    {
      action: 'currencies.setActive',
      subject: about({ name: 'DOGE' }),
      after: { code: 'DOGE', isActive: false },
    },
  ],
  [
    'Switched DOGE on',
    {
      action: 'currencies.setActive',
      subject: about({ name: 'DOGE' }),
      after: { code: 'DOGE', isActive: true },
    },
  ],
  [
    'Credited $20.00 to Priya R.',
    { action: 'transactions.adjust', subject: priya, after: { amountUsd: '20.00' } },
  ],
  [
    'Debited $20.00 from Priya R.',
    { action: 'transactions.adjust', subject: priya, after: { amountUsd: '-20.00' } },
  ],
  [
    'Payout of $120.00 to Priya R. failed',
    { action: 'withdrawals.payout', subject: priya, after: { payoutStatus: 'failed' } },
  ],
  [
    'Handed withdrawal of $120.00 to Priya R. over to Omar',
    { action: 'claims.handOver', subjectKind: 'withdrawal', subject: priya, after: { claimedBy: 'Omar' } },
  ],
  [
    'Changed the role of Maria to approver',
    { action: 'staff.setRole', subject: about({ name: 'Maria' }), after: { role: 'approver' } },
  ],
])('an entry reads “%s”', (sentence, entry) => {
  expect(describeAudit(auditEntry(entry))).toBe(sentence);
});

test('an entry without its subject has the action’s label, one of another server its code, readably', () => {
  expect(describeAudit(auditEntry({ action: 'withdrawals.approve', subject: null }))).toBe(
    'Withdrawal approved',
  );
  expect(describeAudit(auditEntry({ action: 'payments.splitInTwo' }))).toBe('Payments: split in two');
  expect(describeAudit(auditEntry({ action: 'toString' }))).toBe('To string');
});

test.each(auditVocabulary())('%s is found on the server by the words of its sentence: %s', (key, words) => {
  expect(words.trim()).not.toBe('');
  const readings = findActions(words, AUDIT_WORDS);
  expect(readings.flatMap(({ actions }) => actions)).toContain(key);
});

test('every action has words', () => {
  const named = new Set(AUDIT_WORDS.map(([key]) => key.split('=')[0]));
  expect(Object.keys(AUDIT_ACTIONS).filter((action) => !named.has(action))).toEqual([]);
});

test('the server reads English by itself', () => {
  expect(auditReadings('switched off')).toEqual([]);
});
