import { expect, test } from 'vitest';
import { insertApiKey, type NewApiKey } from '../../src/auth/apiKeys.ts';
import { newId } from '../../src/base/identifiers.ts';
import { recordDeskSettings } from '../../src/system/recordDeskSettings.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { call, type Caller, type TrpcAnswer } from '../support/http.ts';
import { balanceOf, EVM_ADDRESS, newPayment, refusalOf } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { afterTampering, faultsOf } from '../verify/asOwner.ts';
import { governedDesk, reasonOf, requestOf } from './governedDesk.ts';

/* What counts under the limits of a person or a key is what was posted: no other call, amount or spelling. */
const { desk, app, knex, insider } = await governedDesk();
await offerCurrencies(desk);
const [ada, bob, ann] = [await insider('admin'), await insider('admin'), await insider('approver')];
const [user, bait] = [await newUser(desk), await newUser(desk)];
const balance = async () => (await balanceOf(knex, user.id)).balanceUsd;
await recordDeskSettings(desk);
const [charged, rich] = [await newUser(desk), await newUser(desk)];
for (const { id } of [charged, rich])
  await giveBonus(desk, actors.service(), { userId: id, amountUsd: '5000.00' });

async function shop(limits: NewApiKey['limits'], more: NewApiKey['scopes'] = []): Promise<Caller> {
  const scopes = ['transactions.bonus', 'transactions.refund', 'withdrawals.create', ...more] as const;
  const { key } = await insertApiKey(knex, { name: 'shop', scopes, limits, createdByStaffId: null });
  return { authorization: `Bearer ${key}` };
}

/** Makes a call stop in the middle, starts another one with the same idempotency key, and lets the first fail. */
async function raceOneKey(call1: () => Promise<TrpcAnswer>, call2: () => Promise<TrpcAnswer>) {
  const blocker = await knex.transaction();
  try {
    await blocker('user_balances').where({ user_id: bait.id }).forUpdate();
    const first = call1();
    const pid = await waitingBackend(1);
    const second = call2();
    await Promise.race([second, waitingBackend(2)]);
    await knex.raw('select pg_cancel_backend(?)', [pid]);
    await first;
    return reasonOf(await second);
  } finally {
    await blocker.rollback();
  }
}

/** The first of this many postings that wait for a lock. */
async function waitingBackend(count: number): Promise<number> {
  for (let checks = 0; checks < 200; checks += 1) {
    const { rows } = await knex.raw<{ rows: { pid: number }[] }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query like '%post_transaction%' order by query_start`,
    );
    if (rows.length >= count) return rows[0]?.pid ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no posting waits for a lock');
}

test('one idempotency key for a small call and a large one credits nothing large alone', async () => {
  const idempotencyKey = 'one-key';
  const bonus = (userId: string, amountUsd: string) => async () =>
    await ada.does('transactions.bonus', { userId, amountUsd, idempotencyKey });
  expect(await raceOneKey(bonus(bait.id, '1.00'), bonus(user.id, '50000.00'))).toBe('CHANGE_REQUESTED');
  expect(await balance()).toBe('0');
});

test('an app passes no limit of its key with one idempotency key for two calls', async () => {
  const key = await shop({ 'transactions.bonus': { callUsd: '10.00', dayUsd: '20.00' } });
  const bonus = (userId: string, amountUsd: string) => async () =>
    await call(app, key, 'transactions.bonus', { userId, amountUsd, idempotencyKey: 'app-key' });
  expect(await raceOneKey(bonus(bait.id, '1.00'), bonus(user.id, '50000.00'))).toBe('KEY_LIMIT_EXCEEDED');
  expect(await balance()).toBe('0');
});

test('a credit that failed was never counted, and a repeat is counted once', async () => {
  const input = { userId: user.id, amountUsd: '90.00', idempotencyKey: 'once' };
  expect(reasonOf(await bob.does('transactions.bonus', { ...input, metadata: { a: '\u0000' } }))).not.toBe(
    'OK',
  );
  expect(await knex('solo_credits').where({ staff_id: bob.id })).toEqual([]);
  for (let index = 0; index < 7; index += 1)
    expect(reasonOf(await bob.does('transactions.bonus', input))).toBe('OK');
  expect(await knex('solo_credits').where({ staff_id: bob.id })).toMatchObject([{ amount_usd: '90.00' }]);
  expect(await balance()).toBe('90.00');
});

test('attested payments are counted too', async () => {
  const payment = async (amountUsd: string) => ({
    id: (await newPayment(desk, user.id, amountUsd)).id,
    note: 'seen on the chain',
  });
  expect(reasonOf(await bob.does('payments.markCompleted', await payment('80.00')))).toBe('OK');
  const large = await bob.does('payments.markCompleted', await payment('300.00'));
  expect(reasonOf(large)).toBe('CHANGE_REQUESTED');
  const id = requestOf(large);
  expect((await ann.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
  expect(await knex('solo_credits').where({ staff_id: bob.id }).sum('amount_usd')).toEqual([
    { sum: '170.00' },
  ]);
});

test('a refund of a charge whose id is written in capitals has the same limit', async () => {
  const charge = await chargeUser(desk, actors.service(), { userId: charged.id, amountUsd: '900.00' });
  const key = await shop({ 'transactions.refund': { callUsd: '5.00', dayUsd: '10.00' } });
  for (const chargeId of [charge.id, charge.id.toUpperCase()])
    expect(reasonOf(await call(app, key, 'transactions.refund', { chargeId }))).toBe('KEY_LIMIT_EXCEEDED');
  const part = { chargeId: charge.id.toUpperCase(), amountUsd: '5.00' };
  expect(reasonOf(await call(app, key, 'transactions.refund', part))).toBe('OK');
});

test('what users request with tokens of an app counts under the limit of its key', async () => {
  const key = await shop({ 'withdrawals.create': { callUsd: '50.00', dayUsd: '80.00' } }, ['users.token']);
  const { data } = await call(app, key, 'users.token', { userId: rich.id });
  const token: Caller = { authorization: `Bearer ${(data as { token: string }).token}` };
  const withdraw = async (caller: Caller, amountUsd: string) =>
    reasonOf(
      await call(app, caller, 'withdrawals.create', {
        userId: rich.id,
        amountUsd,
        currencyCode: 'USDTBSC',
        walletAddress: EVM_ADDRESS,
      }),
    );
  expect(await withdraw(token, '50.01')).toBe('KEY_LIMIT_EXCEEDED');
  expect(await withdraw(token, '50.00')).toBe('OK');
  expect(await withdraw(key, '40.00')).toBe('KEY_LIMIT_EXCEEDED');
  expect(await withdraw(key, '30.00')).toBe('OK');
});

test('PostgreSQL: what counts one credit covers no other one', async () => {
  const carl = await insider('admin');
  expect(reasonOf(await carl.does('transactions.bonus', { userId: user.id, amountUsd: '60.00' }))).toBe('OK');
  const actor = { kind: 'staff' as const, id: carl.id, name: 'Carl' };
  const again = async (amountUsd: string) =>
    await refusalOf(giveBonus(desk, actor, { userId: user.id, amountUsd }));
  expect(await again('60.00')).toBe('MORE_APPROVALS_NEEDED');
  expect(await again('0.01')).toBe('MORE_APPROVALS_NEEDED');
  const counted = { staff_id: carl.id, action: 'transactions.bonus', amount_usd: '60.00' };
  const count = async (more: object) =>
    await refusalOf(knex('solo_credits').insert({ id: newId(), ...counted, ...more }));
  expect(await count({})).toBe('IMMUTABLE');
  expect(await count({ resource_id: newId() })).toBe('IMMUTABLE');
  expect(
    await refusalOf(knex('solo_credits').where({ staff_id: carl.id }).update({ released_at: new Date() })),
  ).toBe('IMMUTABLE');
});

test('PostgreSQL: a key with limits credits nothing that was not counted', async () => {
  const { apiKey } = await insertApiKey(knex, {
    name: 'k',
    scopes: ['transactions.bonus'],
    createdByStaffId: null,
  });
  const actor = { kind: 'service' as const, id: apiKey.id, name: 'k' };
  expect(await refusalOf(giveBonus(desk, actor, { userId: user.id, amountUsd: '1.00' }))).toBe(
    'KEY_LIMIT_EXCEEDED',
  );
  const use = { api_key_id: apiKey.id, action: 'transactions.bonus', resource_id: newId() };
  expect(await refusalOf(knex('api_key_uses').insert({ id: newId(), ...use, amount_usd: '1000.01' }))).toBe(
    'KEY_LIMIT_EXCEEDED',
  );
});

test('verify names a credit that was not counted, or counted for another one', async () => {
  const credit = await knex('solo_credits')
    .whereNotNull('resource_id')
    .first<{ id: string; resource_id: string }>();
  const tamper = async (table: string, where: object, change: object) =>
    faultsOf(
      await afterTampering(knex, async (trx) => {
        // The clock of a test desk stands still.
        await trx('desk_settings').update({ recorded_at: new Date(0) });
        await trx(table).where(where).update(change);
      }),
    ).postings;
  const named = async (change: object) => await tamper('solo_credits', { id: credit?.id }, change);
  expect(await named({ resource_id: null })).toBe(
    `transactions ${credit?.resource_id}: one person credited it alone: neither counted within their limits, nor approved`,
  );
  expect(await named({ amount_usd: '1.00' })).toContain(credit?.resource_id);
  expect(await named({ created_at: new Date() })).toBeUndefined();
  const use = await knex('api_key_uses').where({ action: 'transactions.refund' }).first<{ id: string }>();
  expect(await tamper('api_key_uses', { id: use?.id }, { resource_id: newId() })).toContain(
    'an API key with limits credited it, and it was not counted',
  );
});
