import { expect, test } from 'vitest';
import { DEFAULT_KEY_DAYS, type KeyLimit } from '@paydesk/types';
import { insertApiKey, type NewApiKey } from '../../src/auth/apiKeys.ts';
import { newId } from '../../src/base/identifiers.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { call, type Caller } from '../support/http.ts';
import { balanceOf, EVM_ADDRESS, fundedUser } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { governedDesk, reasonOf } from './governedDesk.ts';

const { desk, app, knex } = await governedDesk();
await offerCurrencies(desk);
const user = await newUser(desk);
const limit = (callUsd: string | null, dayUsd: string | null): KeyLimit => ({ callUsd, dayUsd });

async function shop(limits?: NewApiKey['limits']): Promise<Caller> {
  const { key } = await insertApiKey(knex, {
    name: 'shop',
    scopes: ['transactions.bonus', 'transactions.refund', 'withdrawals.create'],
    limits,
    createdByStaffId: null,
  });
  return { authorization: `Bearer ${key}` };
}
const bonus = async (caller: Caller, amountUsd: string, more: object = {}) =>
  reasonOf(await call(app, caller, 'transactions.bonus', { userId: user.id, amountUsd, ...more }));

test('a key gives bonuses up to 1,000.00 a call and 10,000.00 in 24 hours', async () => {
  const key = await shop();
  expect(await bonus(key, '1000.01')).toBe('KEY_LIMIT_EXCEEDED');
  const before = Number((await balanceOf(knex, user.id)).balanceUsd);
  const outcomes = await Promise.all(Array.from({ length: 14 }, async () => await bonus(key, '1000.00')));
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(10);
  expect(new Set(outcomes)).toEqual(new Set(['OK', 'KEY_LIMIT_EXCEEDED']));
  expect(Number((await balanceOf(knex, user.id)).balanceUsd)).toBe(before + 10_000);
  await knex.raw('alter table api_key_uses disable trigger api_key_uses_guard');
  await knex('api_key_uses').update({ created_at: new Date(Date.now() - 86_401_000) });
  await knex.raw('alter table api_key_uses enable always trigger api_key_uses_guard');
  expect(await bonus(key, '1.00')).toBe('OK');
});

test('a repeat is answered as before, and what failed is not counted', async () => {
  const key = await shop({ 'transactions.bonus': limit(null, '100.00') });
  const idempotencyKey = newId();
  expect(await bonus(key, '100.00', { idempotencyKey })).toBe('OK');
  expect(await bonus(key, '100.00', { idempotencyKey })).toBe('OK');
  expect(await bonus(key, '0.01')).toBe('KEY_LIMIT_EXCEEDED');
  const other = await shop({ 'transactions.bonus': limit('100.00', '100.00') });
  expect(await bonus(other, '100.00', { userId: newId() })).toBe('NOT_FOUND');
  expect(await bonus(other, '100.00')).toBe('OK');
});

test('refunds and withdrawals have no limit unless they are given one', async () => {
  const rich = await fundedUser(desk, '5000.00');
  const charge = await chargeUser(desk, actors.service(), { userId: rich.id, amountUsd: '2000.00' });
  const withdraw = async (caller: Caller, amountUsd: string) =>
    reasonOf(
      await call(app, caller, 'withdrawals.create', {
        userId: rich.id,
        amountUsd,
        currencyCode: 'USDTBSC',
        walletAddress: EVM_ADDRESS,
      }),
    );
  const limited = await shop({
    'transactions.refund': limit('500.00', null),
    'withdrawals.create': limit(null, '50.00'),
  });
  const refund = async (caller: Caller, more: object) =>
    reasonOf(await call(app, caller, 'transactions.refund', { chargeId: charge.id, ...more }));
  expect(await refund(limited, {})).toBe('KEY_LIMIT_EXCEEDED');
  expect(await refund(limited, { amountUsd: '500.00' })).toBe('OK');
  expect(await withdraw(limited, '40.00')).toBe('OK');
  expect(await withdraw(limited, '20.00')).toBe('KEY_LIMIT_EXCEEDED');
  const free = await shop({ 'transactions.bonus': null });
  expect([await refund(free, {}), await withdraw(free, '900.00'), await bonus(free, '50000.00')]).toEqual([
    'OK',
    'OK',
    'OK',
  ]);
});

test('a new key expires in a year unless set otherwise', async () => {
  const days = async (expiresAt?: Date | null) => {
    const { apiKey } = await insertApiKey(knex, {
      name: 'k',
      scopes: ['users.read'],
      expiresAt,
      createdByStaffId: null,
    });
    return apiKey.expiresAt === null
      ? null
      : Math.round((Number(apiKey.expiresAt) - Date.now()) / 86_400_000);
  };
  expect([await days(), await days(null), await days(new Date(Date.now() + 86_400_000))]).toEqual([
    DEFAULT_KEY_DAYS,
    null,
    1,
  ]);
});
