import { MAX_METADATA_BYTES } from '@paydesk/types';
import { expect, test } from 'vitest';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import { afterTampering, faultsOf } from '../verify/asOwner.ts';
import { eventsOf } from '../events/eventDesk.ts';
import { appCaller, call, httpDesk, staffCaller, userCaller } from '../support/http.ts';
import { EVM_ADDRESS, fundedUser } from '../support/money.ts';
import { offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;
await offerCurrencies(desk);
const user = await fundedUser(desk, '5000.00');
const other = await fundedUser(desk, '100.00');
const shop = await appCaller(desk, [
  'payments.create',
  'payments.read',
  'transactions.bonus',
  'transactions.charge',
  'transactions.fee',
  'transactions.read',
  'transactions.refund',
  'withdrawals.create',
  'withdrawals.read',
]);
const admin = await staffCaller(desk, 'admin');
const browser = await userCaller(desk, user.id);

interface Row {
  id: string;
  orderId: string | null;
  metadata: Record<string, unknown>;
  internalPaymentId?: string;
}

const payment = { amountUsd: '20.00', currencyCode: 'USDTBSC' };
const withdrawal = { amountUsd: '20.00', currencyCode: 'USDTBSC', walletAddress: EVM_ADDRESS };
const posting = { amountUsd: '1.00' };
/** Every mutation that takes references, with an input that is valid without them. */
const takers = [
  ['payments.create', shop, payment, 'payments'],
  ['withdrawals.create', shop, withdrawal, 'withdrawals'],
  ['transactions.charge', shop, posting, 'transactions'],
  ['transactions.fee', shop, posting, 'transactions'],
  ['transactions.bonus', shop, posting, 'transactions'],
  ['transactions.adjust', admin, { ...posting, reason: 'counted twice' }, 'transactions'],
] as const;

/** What JSON can say, and what text can hold. */
const METADATA = {
  order: { lines: [{ sku: 'A-1', n: 2 }, null], paid: true },
  ' spaced ': ' as sent ',
  '': 'empty key',
  price: '10.50',
  number: 0.1,
  umlaut: 'Zoë 🦊 ‮',
};
const ORDER = ' #4711/ö ';

let made = 0;
const unique = (): string => `order-${(made += 1)}`;

async function create(
  [path, caller, input]: readonly [string, Record<string, string>, object, ...unknown[]],
  more: object,
): Promise<Row> {
  const { data, error } = await call(app, caller, path, { userId: user.id, ...input, ...more });
  expect(error).toBeNull();
  return data as Row;
}

const listed = async (resource: string, filter: object, caller = shop): Promise<string[]> => {
  const { data, error } = await call(app, caller, `${resource}.list`, { filter, perPage: 100 });
  expect(error).toBeNull();
  return (data as { data: Row[] }).data.map(({ id }) => id);
};

test.each(takers)('%s stores both references as sent; get, list and search find them', async (...taker) => {
  const [, , , resource] = taker;
  const orderId = `${ORDER}${unique()}`;
  const row = await create(taker, { orderId, metadata: METADATA });
  const shown = (await call(app, shop, `${resource}.get`, { id: row.id })).data as Row;
  for (const seen of [row, shown]) expect([seen.orderId, seen.metadata]).toEqual([orderId, METADATA]);
  await create(taker, { orderId: unique(), metadata: { price: '10.51' } });
  expect(await listed(resource, { orderId })).toEqual([row.id]);
  expect(await listed(resource, { orderId: orderId.trim() })).toEqual([]);
  expect(await listed(resource, { q: orderId.trim() })).toEqual([]);
  const plain = unique();
  const second = await create(taker, { orderId: plain, metadata: { ' spaced ': 'no', batch: plain } });
  expect(await listed(resource, { q: plain })).toEqual([second.id]);
  expect(await listed(resource, { metadata: { batch: plain } })).toEqual([second.id]);
  expect(await listed(resource, { metadata: { batch: plain, ' spaced ': ' as sent ' } })).toEqual([]);
  expect(await listed(resource, { orderId, metadata: { price: '10.50', number: 0.1 } })).toEqual([row.id]);
});

test.each(takers)('%s needs neither', async (...taker) => {
  const row = await create(taker, {});
  expect([row.orderId, row.metadata]).toEqual([null, {}]);
});

test('a refund has references of its own', async () => {
  const charge = await create(['transactions.charge', shop, posting], { orderId: unique() });
  const orderId = unique();
  const { data } = await call(app, shop, 'transactions.refund', {
    chargeId: charge.id,
    orderId,
    metadata: { why: 'returned' },
  });
  expect(data).toMatchObject({ orderId, metadata: { why: 'returned' } });
  expect(await listed('transactions', { orderId })).toEqual([(data as Row).id]);
});

const text = (bytes: number) => 'x'.repeat(bytes - '{"a":""}'.length);
test.each([
  ['an empty order id', { orderId: '' }, 'orderId'],
  ['spaces alone', { orderId: '   ' }, 'orderId'],
  ['101 characters', { orderId: 'x'.repeat(101) }, 'orderId'],
  ['a number as order id', { orderId: 4711 }, 'orderId'],
  ['metadata of more than 4096 bytes', { metadata: { a: text(MAX_METADATA_BYTES + 1) } }, 'metadata'],
  ['metadata of fewer characters but more bytes', { metadata: { a: 'ö'.repeat(2100) } }, 'metadata'],
  ['an array as metadata', { metadata: [1] }, 'metadata'],
  ['a text as metadata', { metadata: 'x' }, 'metadata'],
  ['null as metadata', { metadata: null }, 'metadata'],
  ['a key of 101 characters', { metadata: { ['k'.repeat(101)]: 1 } }, 'metadata'],
])('%s is refused everywhere', async (_what, more, field) => {
  for (const [path, caller, input] of takers) {
    const { status, error } = await call(app, caller, path, { userId: user.id, ...input, ...more });
    expect([path, status, error?.data.reason]).toEqual([path, 400, 'INVALID_INPUT']);
    expect(Object.keys(error?.data.zodError?.fieldErrors ?? {}).map((name) => name.split('.')[0])).toEqual([
      field,
    ]);
  }
});

test('100 characters and 4096 bytes are accepted', async () => {
  const [taker] = takers;
  const row = await create(taker, { orderId: 'ö'.repeat(100), metadata: { a: text(MAX_METADATA_BYTES) } });
  expect(row.metadata).toEqual({ a: text(MAX_METADATA_BYTES) });
});

test.each([
  [{ metadata: {} }],
  [{ metadata: { nested: { a: 1 } } }],
  [{ metadata: { list: [1] } }],
  [{ orderId: '' }],
  [{ orderid: 'x' }],
])('the filter %j is refused', async (filter) => {
  for (const resource of ['payments', 'withdrawals', 'transactions'])
    expect((await call(app, shop, `${resource}.list`, { filter })).error?.data.reason).toBe('INVALID_INPUT');
});

test('they belong to the input of an idempotency key', async () => {
  for (const taker of takers) {
    const references = { orderId: unique(), metadata: { a: 1, b: [2] } };
    const idempotencyKey = references.orderId;
    const first = await create(taker, { ...references, idempotencyKey });
    expect(
      (await create(taker, { metadata: { b: [2], a: 1 }, orderId: references.orderId, idempotencyKey })).id,
    ).toBe(first.id);
    const [path, caller, input] = taker;
    for (const changed of [{ orderId: 'another' }, { metadata: { a: 2, b: [2] } }, { metadata: undefined }]) {
      const again = { userId: user.id, ...input, ...references, ...changed, idempotencyKey };
      expect((await call(app, caller, path, again)).error?.data.reason).toBe('IDEMPOTENCY_CONFLICT');
    }
  }
});

test('they are not part of the payload hash of a withdrawal, which names what is paid to whom', async () => {
  const row = await create(['withdrawals.create', shop, withdrawal], {
    orderId: unique(),
    metadata: { a: 1 },
  });
  const stored = () => trx('withdrawal_requests').where({ id: row.id }).first('is_intact', 'payload_hash');
  const trx = await knex.transaction();
  try {
    await trx.raw('alter table withdrawal_requests disable trigger user');
    const before = await stored();
    await trx('withdrawal_requests').where({ id: row.id }).update({ order_id: null, metadata: '{}' });
    expect(await stored()).toEqual(before);
    expect(before).toMatchObject({ is_intact: true });
  } finally {
    await trx.rollback();
  }
});

test.each(['payments', 'withdrawal_requests'])('no statement changes them on %s', async (table) => {
  const taker = table === 'payments' ? takers[0] : takers[1];
  const { id } = await create(taker, { orderId: unique(), metadata: { a: 1 } });
  for (const change of [{ order_id: 'forged' }, { order_id: null }, { metadata: '{"a":2}' }])
    await expect(knex(table).where({ id }).update(change)).rejects.toMatchObject({ constraint: 'IMMUTABLE' });
});

test('the order id of a posting is part of its hash', async () => {
  const { id } = await create(['transactions.charge', shop, posting], { orderId: 'genuine' });
  expect((await verifyLedger(knex, user.id)).firstBad).toBeNull();
  for (const order_id of ['forged', null]) {
    const verdict = await afterTampering(
      knex,
      async (trx) => await trx('transactions').where({ id }).update({ order_id }),
    );
    expect(faultsOf(verdict).ledger).toBe(`transactions ${id}: its content does not match its hash`);
  }
});

test('the provider sees the desk’s own id, not the order id', async () => {
  const row = await create(takers[0], { orderId: 'never-sent', metadata: { secret: 'never-sent' } });
  const [stored] = await knex('payments').where({ id: row.id });
  expect(JSON.stringify(stored.provider_data)).toContain(row.internalPaymentId);
  expect(JSON.stringify(stored.provider_data)).not.toContain('never-sent');
});

test('events show them', async () => {
  for (const taker of [takers[0], takers[1], takers[2]]) {
    const references = { orderId: unique(), metadata: METADATA };
    const [event] = await eventsOf(desk, async () => await create(taker, references));
    expect(event?.data).toMatchObject(references);
  }
});

test('a user token gives and finds references on its own rows alone', async () => {
  const orderId = unique();
  const mine = await create(['payments.create', browser, payment], { orderId, metadata: { cart: orderId } });
  await create(takers[0], { userId: other.id, orderId, metadata: { cart: orderId } });
  expect(await listed('payments', { orderId }, browser)).toEqual([mine.id]);
  expect(await listed('payments', { metadata: { cart: orderId } }, browser)).toEqual([mine.id]);
  expect(await listed('payments', { q: orderId }, browser)).toEqual([mine.id]);
  expect(await listed('payments', { orderId })).toHaveLength(2);
});

test('a user token cannot guess at notes of staff, which it does not see', async () => {
  const noted = await create(takers[2], { metadata: { note: 'suspicious' } });
  expect(await listed('transactions', { metadata: { note: 'suspicious' } })).toEqual([noted.id]);
  expect(await listed('transactions', { metadata: { note: 'suspicious' } }, browser)).toEqual([]);
});
