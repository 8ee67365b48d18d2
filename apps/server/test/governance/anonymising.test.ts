import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { User } from '../../src/models/User.ts';
import { cancelWithdrawal } from '../../src/withdrawals/cancelWithdrawal.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { newWithdrawal } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { governedDesk, reasonOf, requestOf } from './governedDesk.ts';

/* One operator must not make an accomplice unknown. */
const { desk, knex, insider } = await governedDesk();
await offerCurrencies(desk);
const [oscar, ann] = [await insider('operator'), await insider('approver')];

/** A user without money whose withdrawal was cancelled just now. */
async function paidOut() {
  const { id, username } = await newUser(desk);
  await hasWithdrawal(id);
  return { id, username };
}

async function hasWithdrawal(userId: string) {
  await adjustBalance(desk, actors.staff(), { userId, amountUsd: '20.00', reason: 'money for a test' });
  const withdrawal = await newWithdrawal(desk, userId, '20.00');
  await cancelWithdrawal(desk, actors.staff(), withdrawal.id);
  await chargeUser(desk, actors.service(), { userId, amountUsd: '20.00' });
}

test('a user with a withdrawal in the last 30 days is anonymised by two', async () => {
  const { id, username } = await paidOut();
  const request = requestOf(await oscar.does('users.anonymize', { id }));
  expect((await User.query(knex).findById(id))?.username).toBe(username);
  // The request stays for good: it does not contain the name.
  expect(JSON.stringify(await knex('change_requests').where({ id: request }).first())).not.toContain(
    username,
  );
  expect((await ann.does('changeRequests.approve', { id: request })).data).toMatchObject({
    status: 'applied',
    result: { kind: 'user', id },
  });
  expect((await User.query(knex).findById(id))?.username).toBe('Anonymised user');
  // Once more changes nothing, and needs no one.
  expect(reasonOf(await oscar.does('users.anonymize', { id }))).toBe('OK');
});

test('a request that waits is applied when the withdrawal is more than 30 days old by then', async () => {
  const { id } = await paidOut();
  await desk.advance(28 * 86_400);
  const request = requestOf(await oscar.does('users.anonymize', { id }));
  await desk.advance(3 * 86_400);
  expect((await ann.does('changeRequests.approve', { id: request })).data).toMatchObject({
    status: 'applied',
  });
});

test('a request ends when the user had another withdrawal since', async () => {
  const { id } = await paidOut();
  const request = requestOf(await oscar.does('users.anonymize', { id }));
  await hasWithdrawal(id);
  expect((await ann.does('changeRequests.approve', { id: request })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('CHANGED_MEANWHILE'),
  });
});

test('the command asks again in its transaction', async () => {
  const { id } = await newUser(desk);
  const refusing = { ...actors.staff(), admit: async () => await Promise.reject(new Error('not alone')) };
  await expect(anonymizeUser(desk, refusing, id)).rejects.toThrow('not alone');
});

test('of a name, e-mail address or external id that was replaced, a hash stays that a guess can be checked with', async () => {
  const before = { externalId: 'hide-1', username: 'Accomplice', email: 'acc@evil.example' };
  const { data } = await oscar.asThief('users.upsert', before);
  const { id } = data as { id: string };
  await oscar.asThief('users.upsert', { externalId: 'hide-1', username: 'Innocent', email: null });
  expect(reasonOf(await oscar.does('users.anonymize', { id }))).toBe('OK');
  const entries = await knex('audit_log').where({ subject_id: id }).orderBy('created_at');
  // As docs/security.md computes it, with openssl.
  const hash = (field: string, value: string) =>
    `hmac-sha256:${createHmac('sha256', desk.settings.secret).update(`${id}\n${field}\n${value}`).digest('hex')}`;
  expect(entries.map(({ action, before: kept }) => [action, kept])).toEqual([
    ['users.create', null],
    ['users.update', { username: hash('username', 'Accomplice'), email: hash('email', before.email) }],
    [
      'users.anonymize',
      { externalId: hash('externalId', 'hide-1'), username: hash('username', 'Innocent'), email: null },
    ],
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/Accomplice|Innocent|evil|hide-1/);
});

test('after 30 days, and without a withdrawal, one person is enough', async () => {
  const { id } = await newUser(desk);
  expect(reasonOf(await oscar.does('users.anonymize', { id }))).toBe('OK');
  const { id: other } = await paidOut();
  await desk.advance(31 * 86_400);
  expect(reasonOf(await oscar.does('users.anonymize', { id: other }))).toBe('OK');
});
