import { expect, test } from 'vitest';
import { AUDIT_WORDS, auditVariantKey, parseAuditKey, findActions } from './auditActions.ts';

const read = (text: string) => findActions(text, AUDIT_WORDS);

test.each([
  ['switched off', [{ actions: ['currencies.setActive=false'], rest: '' }]],
  ['Switched DOGE off', [{ actions: ['currencies.setActive=false'], rest: 'DOGE' }]],
  [
    'approved withdrawal to Priya R.',
    [{ actions: ['withdrawals.approve', 'withdrawals.returnToApproved'], rest: 'Priya' }],
  ],
  ['signed in', [{ actions: ['auth.signIn'], rest: '' }]],
  ['signed out', [{ actions: ['auth.signOut'], rest: '' }]],
  ['frozen', [{ actions: ['users.freeze'], rest: '' }]],
])('“%s” means %o', (text, readings) => {
  expect(read(text)).toMatchObject(readings);
});

test('the actions with most of the words are found, not those with one', () => {
  const [reading] = read('withdrawal approved');
  expect(reading?.actions).toEqual(['withdrawals.approve', 'withdrawals.returnToApproved']);
});

test('a word of two letters, and a name, mean no action', () => {
  expect(read('to')).toEqual([]);
  expect(read('of off')).toMatchObject([{ rest: '' }]);
  expect(read('Lovelace')).toEqual([]);
  expect(read('')).toEqual([]);
});

test('a variant is an action and a value', () => {
  expect(parseAuditKey(auditVariantKey('currencies.setActive', 'false'))).toEqual({
    action: 'currencies.setActive',
    value: 'false',
  });
  expect(parseAuditKey('auth.signIn')).toEqual({ action: 'auth.signIn', value: null });
});
