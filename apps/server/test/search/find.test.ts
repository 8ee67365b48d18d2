import { type Permission, ROLE_PERMISSIONS } from '@paydesk/types';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { Payment } from '../../src/models/Payment.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { findRecords } from '../../src/search/findRecords.ts';
import { upsertUser } from '../../src/users/upsertUser.ts';
import { EVM_ADDRESS, EVM_HASH, fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const rich = await fundedUser(desk, '1000.00');
const user = await upsertUser(desk, actors.service(), {
  externalId: 'shop-4711',
  username: 'Priya Raman',
  email: 'Priya@Example.org',
});
const payment = await newPayment(desk, user.id, '123.45');
const withdrawal = await newWithdrawal(desk, rich.id, '77.70');
await knex('payments').where({ id: payment.id }).update({ transaction_hash: EVM_HASH.toUpperCase() });

/** Enough rows that reading them all is the worse plan. */
await knex.transaction(async (trx) => {
  const fill = async (table: string, statement: string) => {
    await trx.raw('alter table ?? disable trigger user', [table]);
    await trx.raw(statement, { user: user.id });
    await trx.raw('alter table ?? enable trigger user', [table]);
  };
  await fill(
    'users',
    `insert into users (id, external_id, username, email)
     select gen_random_uuid(), 'filled-' || n, 'filled ' || md5(n::text), n || '@filled.test' from generate_series(1, 60000) n`,
  );
  await fill(
    'payments',
    `insert into payments (id, user_id, amount_usd, created_at, internal_payment_id, currency_code, checkout_token,
       created_by_kind, pay_address, transaction_hash)
     select gen_random_uuid(), (select id from users where external_id = 'filled-' || n), 20, now() - n * interval '1 minute',
       'PAY_20260101000000_' || lpad(to_hex(n), 8, '0'), 'USDTBSC', 'token-' || n, 'system', '0x' || md5(n::text), md5('h' || n)
     from generate_series(1, 20000) n`,
  );
});
await knex.raw('analyze');

const ADMIN = new Set<Permission>(ROLE_PERMISSIONS.admin);
const find = async (query: string, permissions: ReadonlySet<Permission> = ADMIN) =>
  (await findRecords(desk, query, permissions)).flatMap(({ resource, hits }) =>
    hits.map(({ id, matched }) => ({ resource, id, matched })),
  );
const thePayment = (matched: string) => ({ resource: 'payments', id: payment.id, matched });
const theUser = (matched: string) => ({ resource: 'users', id: user.id, matched });
const stored = await Payment.query(knex).findById(payment.id).throwIfNotFound();
const address = stored.payAddress ?? '';

test.each([
  ['its id', payment.id, 'id'],
  ['the beginning of its id', payment.id.slice(0, 13), 'id'],
  ['the id that people read aloud', payment.internalPaymentId.toLowerCase(), 'id'],
  ['its provider’s id', stored.providerPaymentId ?? '', 'providerId'],
  ['its address in capitals', address.toUpperCase(), 'address'],
  ['the beginning of its address', address.slice(0, 12), 'address'],
  ['a link to its transaction', `https://bscscan.com/tx/${EVM_HASH}`, 'hash'],
  ['a payment link', `ethereum:${address}@56/transfer?uint256=1`, 'address'],
  ['its checkout page', `https://desk.test/pay/${stored.checkoutToken}?lang=de`, 'id'],
  ['its amount', '$123.45', 'amount'],
])('a payment is found by %s', async (_what, query, matched) => {
  expect(await find(query)).toContainEqual(thePayment(matched));
});

test.each([
  ['e-mail', 'priya@example.org', 'email'],
  ['the beginning of the e-mail', 'priya@', 'email'],
  ['name', 'priya ram', 'name'],
  ['surname', 'Raman', 'name'],
  ['external id', 'shop-4711', 'externalId'],
])('a user is found by %s, with the payments', async (_what, query, matched) => {
  const found = await find(query);
  expect(found[0]).toEqual(theUser(matched));
  expect(found).toContainEqual(thePayment('user'));
});

test('a withdrawal is found by any spelling of its address, its id and its amount', async () => {
  for (const [query, matched] of [
    [EVM_ADDRESS.toLowerCase(), 'address'],
    [withdrawal.internalWithdrawalId, 'id'],
    ['77.7', 'amount'],
  ] as const)
    expect(await find(query)).toContainEqual({ resource: 'withdrawals', id: withdrawal.id, matched });
});

test('the books are found by amount whatever its sign, and currencies by code', async () => {
  expect((await find('1000')).map(({ resource }) => resource)).toContain('transactions');
  expect((await find('usdtbsc')).map(({ resource }) => resource)).toContain('currencies');
});

const referencedPayment = async (amountUsd: string, orderId: string) =>
  await createPayment(desk, actors.service(), {
    userId: rich.id,
    amountUsd,
    currencyCode: 'USDTBSC',
    orderId,
  });

test.each(['order 4711', 'shop/2026/11', 'order:77', 'https://shop.test/orders/815'])(
  'a payment is found by the reference %s of its app',
  async (orderId) => {
    const { id } = await referencedPayment('20.00', orderId);
    expect((await find(orderId))[0]).toEqual({ resource: 'payments', id, matched: 'orderId' });
  },
);

test('of many rows with one amount or reference the newest are shown', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 9; n += 1) ids.push((await referencedPayment('31.07', 'monthly')).id);
  const newest = ids.slice(-6).toReversed();
  for (const query of ['31.07', 'monthly']) expect((await find(query)).map(({ id }) => id)).toEqual(newest);
});

test('what was certainly meant comes first: a number is rather an amount than a part of a name', async () => {
  await upsertUser(desk, actors.service(), { externalId: 'u-777', username: 'Agent 77.70' });
  expect((await findRecords(desk, '77.70', ADMIN)).map(({ resource }) => resource)).toEqual([
    'withdrawals',
    'users',
  ]);
});

test('an answer tells state, amount and user', async () => {
  const [group] = await findRecords(desk, stored.providerPaymentId ?? '', ADMIN);
  expect(group).toMatchObject({
    resource: 'payments',
    hasMore: false,
    hits: [
      {
        status: 'pending',
        amountUsd: '123.45',
        userId: user.id,
        userName: 'Priya Raman',
        currencyCode: 'USDTBSC',
        currencyDisplayName: 'USDT (BEP20)',
      },
    ],
  });
});

test('no one finds what they may not read', async () => {
  const permissions = new Set<Permission>(['users.read']);
  expect(await find('priya', permissions)).toEqual([theUser('email')]);
  expect(await find(payment.id, permissions)).toEqual([]);
  expect(await find(payment.id, new Set<Permission>())).toEqual([]);
});

test.each([
  '%',
  '__',
  '\\',
  "';--",
  '0x',
  '\u{10FFFF}\u{10FFFF}',
  'PAY_',
  'a.',
  '...',
  'https://desk.test/%00abcdef1',
  'https://desk.test/%ff%fe123456',
])('the text %s finds nothing and breaks nothing', async (query) => {
  expect(await find(query)).toEqual([]);
});

test('many matches are cut, with the word that there are more', async () => {
  const [group] = await findRecords(desk, 'filled', new Set<Permission>(['users.read']));
  expect(group).toMatchObject({ hasMore: true });
  expect(group?.hits).toHaveLength(6);
});

test.each([
  payment.id.slice(0, 8),
  address,
  EVM_HASH,
  'priya@',
  'shop-4711',
  '123.45',
  'order-1',
  payment.internalPaymentId,
])('%s is one statement, and reads no large table whole', async (query) => {
  const sent: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const note = (statement: (typeof sent)[number]) => sent.push(statement);
  knex.on('query', note);
  await find(query);
  knex.removeListener('query', note);
  expect(sent).toHaveLength(1);
  for (const { sql, bindings } of sent) {
    const { rows } = await knex.raw<{ rows: Record<string, string>[] }>(
      `explain ${sql.replaceAll(/\$\d+/g, '?')}`,
      bindings,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/Seq Scan on (payments|users)\b/);
  }
});
