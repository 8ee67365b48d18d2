import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { balanceOf, refusalOf } from '../support/money.ts';
import { newUser } from '../support/testDesk.ts';

const { desk, knex, user } = await fullDesk();
const balance = () => knex('user_balances').where({ user_id: user.id });

const FORGERIES: [string, Record<string, unknown>][] = [
  ['a larger balance', { balance_usd: '1000000.00' }],
  ['a smaller balance', { balance_usd: '50.00' }],
  ['a larger total deposited', { total_deposited: '1000000.00' }],
  ['a smaller total withdrawn', { total_withdrawn: '0.00' }],
  ['a later seq', { last_seq: 99 }],
  ['an earlier seq', { last_seq: 0 }],
  ['the next seq', { last_seq: knex.raw('last_seq + 1') }],
  ['another hash', { last_hash: 'f'.repeat(64) }],
  ['another time of the last transaction', { last_transaction_at: new Date() }],
  ['less held', { held_usd: '0.00' }],
  ['more held', { held_usd: '60.00' }],
  ['another user', { user_id: newId() }],
  ['another time of creation', { created_at: new Date(0) }],
  [
    'balance, seq and hash together',
    {
      balance_usd: '7.00',
      last_seq: knex.raw('last_seq + 1'),
      last_hash: 'f'.repeat(64),
      last_transaction_at: new Date(),
    },
  ],
];

test.each(FORGERIES)('D49: %s cannot be written to a balance', async (_name, forged) => {
  const before = await balanceOf(knex, user.id);
  expect(await refusalOf(balance().update(forged))).toBe('IMMUTABLE');
  expect(await balanceOf(knex, user.id)).toEqual(before);
});

test('a hold above the balance is refused by the constraint itself, even without the trigger', async () => {
  const { rows } = await knex.raw<{ rows: { def: string }[] }>(
    `select pg_get_constraintdef(oid) as def from pg_constraint where conname = 'INSUFFICIENT_FUNDS'`,
  );
  expect(rows[0]?.def).toMatch(/held_usd.*>= .*0.*held_usd.*<= .*balance_usd/);
});

test('every user has exactly one balance row, made with the user', async () => {
  const fresh = await newUser(desk);
  expect(await balanceOf(knex, fresh.id)).toMatchObject({
    balanceUsd: '0',
    heldUsd: '0',
    lastSeq: '0',
    lastHash: '',
  });
  expect(await refusalOf(knex('user_balances').insert({ user_id: fresh.id }))).toBe('user_balances_pkey');
});

test.each([
  ['balance_usd', '5.00'],
  ['held_usd', '5.00'],
  ['total_deposited', '5.00'],
  ['total_withdrawn', '5.00'],
  ['last_seq', 3],
  ['last_hash', 'a'],
  ['last_transaction_at', new Date()],
])('a balance row cannot begin with %s', async (column, value) => {
  expect(await refusalOf(knex('user_balances').insert({ user_id: newId(), [column]: value }))).toMatch(
    /^IMMUTABLE$/,
  );
});

test('a balance without a user is refused', async () => {
  expect(await refusalOf(knex('user_balances').insert({ user_id: newId() }))).toBe(
    'user_balances_user_id_fkey',
  );
});

test('D53: nothing resets balances or totals in bulk', async () => {
  expect(await refusalOf(knex('user_balances').update({ total_deposited: '0', total_withdrawn: '0' }))).toBe(
    'IMMUTABLE',
  );
});
