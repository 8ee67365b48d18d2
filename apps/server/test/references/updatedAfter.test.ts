import { expect, test } from 'vitest';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';
import { fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');

interface Row {
  id: string;
  createdAt: string;
  updatedAt?: string;
}
const list = async (resource: string, input: object): Promise<Row[]> => {
  const { data, error } = await call(app, admin, `${resource}.list`, { perPage: 100, ...input });
  expect(error).toBeNull();
  return (data as { data: Row[] }).data;
};
const changedSince = async (resource: string, since: Date | string) =>
  await list(resource, { filter: { updatedAfter: since }, sort: { field: 'updatedAt', order: 'ASC' } });

const user = await fundedUser(desk, '1000.00');
const frozen = await newUser(desk);
const payments = [await newPayment(desk, user.id, '20.00'), await newPayment(desk, user.id, '21.00')];
const withdrawals = [await newWithdrawal(desk, user.id), await newWithdrawal(desk, user.id)];

test('payments, withdrawals and users that changed are found, the others not', async () => {
  await knex.raw('select pg_sleep(0.02)');
  const since = new Date();
  await knex.raw('select pg_sleep(0.02)');
  await cancelPayment(desk, actors.service(), payments[0]?.id ?? '');
  const [cancelled] = withdrawals;
  const answer = await call(app, admin, 'withdrawals.cancel', { id: cancelled?.id });
  expect(answer.error).toBeNull();
  await freezeUser(desk, actors.staff(), frozen.id, true, 'asked to');
  expect((await changedSince('payments', since)).map(({ id }) => id)).toEqual([payments[0]?.id]);
  expect((await changedSince('withdrawals', since)).map(({ id }) => id)).toEqual([cancelled?.id]);
  expect((await changedSince('users', since)).map(({ id }) => id)).toEqual([frozen.id]);
});

test.each(['payments', 'withdrawals', 'users'])('%s: the time itself is included', async (resource) => {
  const [last] = await list(resource, { sort: { field: 'updatedAt', order: 'DESC' } });
  expect(await changedSince(resource, last?.updatedAt ?? '')).toEqual([last]);
});

test('transactions never change: the filter is about their creation', async () => {
  const [first] = await list('transactions', { sort: { field: 'createdAt', order: 'ASC' } });
  const since = first?.createdAt ?? '';
  const filtered = await list('transactions', { filter: { updatedAfter: since } });
  expect(filtered).toEqual(await list('transactions', { filter: { createdAfter: since } }));
  expect(filtered.length).toBeGreaterThan(0);
  expect(await list('transactions', { filter: { updatedAfter: new Date(Date.now() + 60_000) } })).toEqual([]);
});

test.each(['payments', 'withdrawals', 'users', 'suspense', 'transactions'])(
  '%s: what is no time is refused',
  async (resource) => {
    for (const updatedAfter of ['yesterday', 1, '2026-11-01'])
      expect(
        (await call(app, admin, `${resource}.list`, { filter: { updatedAfter } })).error?.data.reason,
      ).toBe('INVALID_INPUT');
  },
);

test.each([
  ['payments', payments[1]?.id],
  ['withdrawal_requests', withdrawals[1]?.id],
  ['users', frozen.id],
])('updated_at of %s is never set back', async (table, id) => {
  const [before] = await knex(table).where({ id });
  await knex(table)
    .where({ id })
    .update({ updated_at: new Date(0) });
  const [after] = await knex(table).where({ id });
  expect(after.updated_at.getTime()).toBeGreaterThanOrEqual(before.updated_at.getTime());
});

test('a suspense item changes when it is resolved', async () => {
  const id = crypto.randomUUID();
  const createdAt = new Date(Date.now() - 3_600_000);
  await knex('suspense_items').insert({
    id,
    reason: 'unknown_payment',
    provider_payment_id: id,
    currency_code: 'USDTBSC',
    amount: '1',
    amount_usd: '1.00',
    created_at: createdAt,
  });
  const since = new Date(desk.clock.now().getTime());
  const [item] = await list('suspense', { filter: { updatedAfter: createdAt } });
  expect(item).toMatchObject({ id, updatedAt: createdAt.toISOString() });
  const input = { id, note: 'given back' };
  const { data, error } = await call(app, admin, 'suspense.markReturned', input);
  expect(error).toBeNull();
  const { updatedAt, resolvedAt } = data as { updatedAt: string; resolvedAt: string };
  expect(updatedAt).toBe(resolvedAt);
  expect((await changedSince('suspense', since)).map((row) => row.id)).toEqual([id]);
  expect(await knex('suspense_items').where({ id }).first('updated_at')).toEqual({
    updated_at: new Date(updatedAt),
  });
});
