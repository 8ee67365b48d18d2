import { DEFAULT_API_KEY } from '@paydesk/simulator';
import { expect, test } from 'vitest';
import { Payment } from '../../src/models/Payment.ts';
import {
  addressOf,
  anonymousCaller,
  appCaller,
  call,
  httpDesk,
  PUBLIC_URL,
  staffCaller,
  userCaller,
} from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { signedIpn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');
const shop = await appCaller(desk, [
  'users.write',
  'users.read',
  'payments.read',
  'payments.create',
  'transactions.charge',
  'currencies.read',
  'withdrawals.create',
]);
const user = await newUser(desk);
const upsert = { externalId: 'customer-1', username: 'Customer' };

test.each([
  ['another site', 'https://evil.example'],
  ['a look-alike', `${PUBLIC_URL}.evil.example`],
  ['a sandboxed frame', 'null'],
  ['another port', `${PUBLIC_URL}:8080`],
  ['another scheme', 'https://desk.test'],
])('CSRF: a mutation with a session cookie from %s is refused', async (_name, origin) => {
  expect((await call(app, { ...admin, origin }, 'users.upsert', upsert)).error?.data).toMatchObject({
    code: 'FORBIDDEN',
    reason: 'PERMISSION_DENIED',
  });
});

test('CSRF: a mutation with a session cookie is refused without an origin, and accepted from the desk’s own', async () => {
  expect(
    (await call(app, { cookie: admin['cookie'] as string }, 'users.upsert', upsert)).error?.data.code,
  ).toBe('FORBIDDEN');
  expect((await call(app, admin, 'users.upsert', upsert)).status).toBe(200);
});

test('CSRF: a mutation cannot be called by GET', async () => {
  const answer = await app.inject({
    url: `/trpc/users.upsert?input=${encodeURIComponent(JSON.stringify(upsert))}`,
    headers: admin,
    remoteAddress: addressOf(admin),
  });
  expect(answer.statusCode).toBe(405);
});

test.each([
  ['a made-up API key', `Bearer pk_${'a'.repeat(43)}`],
  ['a made-up user token', `Bearer ut_${'a'.repeat(43)}`],
  ['no scheme', 'pk_abc'],
  ['another scheme', 'Basic YWRtaW46YWRtaW4='],
  ['an empty bearer', 'Bearer '],
  ['the provider’s key', `Bearer ${DEFAULT_API_KEY}`],
])('%s is answered 401, not treated as anonymous', async (_name, authorization) => {
  const answer = await call(app, { authorization }, 'currencies.list');
  expect([answer.status, answer.error?.data.reason]).toEqual([401, 'UNAUTHENTICATED']);
  expect(JSON.stringify(answer.error)).not.toContain('a'.repeat(20));
});

test('a bad bearer token beside a good cookie is refused: there is no fallback', async () => {
  expect((await call(app, { ...admin, authorization: 'Bearer pk_nonsense' }, 'system.session')).status).toBe(
    401,
  );
});

test('bad input is reported by field, with a stable reason and no stack', async () => {
  const { status, error } = await call(app, shop, 'transactions.charge', { userId: 'x', amountUsd: '1.005' });
  expect([status, error?.data.code, error?.data.reason]).toEqual([400, 'BAD_REQUEST', 'INVALID_INPUT']);
  expect(Object.keys(error?.data.zodError?.fieldErrors ?? {}).toSorted()).toEqual(['amountUsd', 'userId']);
  expect(JSON.stringify(error)).not.toMatch(/stack|node_modules|\.ts:/);
});

test('a number as an amount is refused: amounts are strings', async () => {
  expect(
    (await call(app, shop, 'transactions.charge', { userId: user.id, amountUsd: 5 })).error?.data.reason,
  ).toBe('INVALID_INPUT');
});

test.each([
  ['1e3'],
  ['0x10'],
  ['NaN'],
  ['Infinity'],
  ['-5.00'],
  ['0.00'],
  ['1.001'],
  [' 5.00'],
  ['5,00'],
  ['٥.٠٠'],
  ['1'.repeat(16)],
  [''],
])('"%s" is no amount', async (amountUsd) => {
  expect(
    (await call(app, shop, 'transactions.charge', { userId: user.id, amountUsd })).error?.data.reason,
  ).toBe('INVALID_INPUT');
});

test('a refusal of the ledger has its reason, code and message', async () => {
  const { error } = await call(app, shop, 'transactions.charge', { userId: user.id, amountUsd: '5.00' });
  expect(error).toMatchObject({
    message: expect.stringContaining('available is 0.00'),
    data: {
      code: 'UNPROCESSABLE_CONTENT',
      httpStatus: 422,
      reason: 'INSUFFICIENT_FUNDS',
      details: { availableUsd: '0.00', requestedUsd: '5.00' },
      zodError: null,
      path: 'transactions.charge',
    },
  });
});

test('a withdrawal that the balance does not cover says both amounts', async () => {
  const { error } = await call(app, shop, 'withdrawals.create', {
    userId: user.id,
    amountUsd: '50.00',
    currencyCode: 'USDTTRC20',
    walletAddress: 'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
  });
  expect(error?.data).toMatchObject({
    reason: 'INSUFFICIENT_FUNDS',
    details: { availableUsd: '0.00', requestedUsd: '50.00' },
  });
});

test('D62: an internal error is reported as INTERNAL, without its message', async () => {
  const charge = desk.provider.getPayment;
  const payment = await newPayment(desk, user.id, '20.00');
  desk.provider.getPayment = () => Promise.reject(new Error('secret host 10.0.0.7 password=hunter2'));
  const { error } = await call(app, admin, 'payments.refresh', { id: payment.id });
  desk.provider.getPayment = charge;
  expect(error).toMatchObject({ data: { code: 'INTERNAL_SERVER_ERROR', reason: 'INTERNAL' } });
  expect(JSON.stringify(error)).not.toMatch(/secret|hunter2|stack/);
});

test('an unknown procedure and broken JSON have the same shape of error', async () => {
  const unknown = await app.inject({ url: '/trpc/payments.destroy', headers: shop });
  expect([unknown.statusCode, unknown.json().error.data.reason]).toEqual([404, 'NOT_FOUND']);
  const broken = await app.inject({
    method: 'POST',
    url: '/trpc/users.upsert',
    headers: { ...shop, 'content-type': 'application/json' },
    payload: '{"a":',
  });
  expect(broken.statusCode).toBe(400);
  expect(broken.body).not.toMatch(/stack|node_modules/);
});

test.each<[string, string, object]>([
  ['a text search', 'users.list', { filter: { q: 'a\u0000b' } }],
  ['a name', 'users.upsert', { externalId: 'x', username: 'a\u0000b' }],
  ['metadata', 'transactions.charge', { userId: user.id, amountUsd: '1.00', metadata: { a: '\u0000' } }],
  ['a time long ago', 'payments.list', { filter: { createdAfter: '0000-01-01T00:00:00Z' } }],
])('%s that PostgreSQL cannot hold is bad input, not a fault of the server', async (_name, path, input) => {
  expect((await call(app, shop, path, input)).error?.data).toMatchObject({
    code: 'BAD_REQUEST',
    reason: 'INVALID_INPUT',
  });
});

test('D23: the same idempotency key gives the first result, and another input a conflict', async () => {
  await desk.knex('user_balances').where({ user_id: user.id });
  const input = { userId: user.id, amountUsd: '20.00', currencyCode: 'USDTBSC', idempotencyKey: 'order-1' };
  const first = (await call(app, shop, 'payments.create', input)).data as { id: string };
  expect((await call(app, shop, 'payments.create', input)).data).toMatchObject({ id: first.id });
  expect(
    (await call(app, shop, 'payments.create', { ...input, amountUsd: '21.00' })).error?.data,
  ).toMatchObject({ code: 'CONFLICT', reason: 'IDEMPOTENCY_CONFLICT' });
  expect(
    (
      await call(app, shop, 'transactions.charge', {
        userId: user.id,
        amountUsd: '20.00',
        idempotencyKey: 'order-1',
      })
    ).error?.data.reason,
  ).toBe('IDEMPOTENCY_CONFLICT');
});

test('idempotency keys of different users are independent', async () => {
  const [ada, bob] = [await newUser(desk), await newUser(desk)];
  const create = async (id: string) =>
    (
      await call(app, await userCaller(desk, id), 'payments.create', {
        userId: id,
        amountUsd: '20.00',
        currencyCode: 'USDTBSC',
        idempotencyKey: 'mine',
      })
    ).data as { userId: string };
  expect([(await create(ada.id)).userId, (await create(bob.id)).userId]).toEqual([ada.id, bob.id]);
});

// ---------------------------------------------------------------------------
// The webhook
// ---------------------------------------------------------------------------

const webhook = async (options: { payload?: string; headers?: Record<string, string> }) =>
  await app.inject({ method: 'POST', url: '/webhooks/nowpayments', ...options });
const bodyOf = (payment: Payment) => ({
  payment_id: Number(payment.providerPaymentId),
  payment_status: 'finished',
  actually_paid: Number(payment.payAmount),
  pay_amount: Number(payment.payAmount),
  pay_currency: 'usdtbsc',
  pay_address: payment.payAddress,
  price_amount: 20,
  price_currency: 'usd',
  order_id: payment.internalPaymentId,
});

async function paidAtProvider(): Promise<Payment> {
  const payment = await newPayment(desk, user.id, '20.00');
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  return payment;
}

test('a notification that is unsigned, forged, or altered after signing is answered 401 and changes nothing', async () => {
  const payment = await paidAtProvider();
  const { payload, headers } = signedIpn(desk, bodyOf(payment));
  const json = { 'content-type': 'application/json' };
  for (const attempt of [
    { payload, headers: json },
    { payload, headers: { ...json, 'x-nowpayments-sig': 'f'.repeat(128) } },
    { payload, headers: { ...json, 'x-nowpayments-sig': 'short' } },
    { payload: payload.replace('20', '2000'), headers },
    { payload: payload.replace('finished', 'finishe'), headers },
    { headers },
  ])
    expect((await webhook(attempt)).statusCode).toBe(401);
  expect(await Payment.query(desk.knex).findById(payment.id)).toMatchObject({ status: 'pending' });
  expect(await desk.knex('provider_events').where({ source: 'ipn' })).toEqual([]);
  expect((await webhook({ payload, headers })).json()).toEqual({ ok: true, outcome: 'applied' });
});

test('a notification above the size limit is refused', async () => {
  expect(
    (
      await webhook({
        payload: JSON.stringify({ a: 'x'.repeat(100_000) }),
        headers: { 'content-type': 'application/json', 'x-nowpayments-sig': 'f'.repeat(128) },
      })
    ).statusCode,
  ).toBe(413);
});

test('a signed notification is accepted with any content type', async () => {
  const payment = await paidAtProvider();
  const { payload, headers } = signedIpn(desk, bodyOf(payment));
  expect((await webhook({ payload, headers: { ...headers, 'content-type': 'text/plain' } })).statusCode).toBe(
    200,
  );
  expect(await Payment.query(desk.knex).findById(payment.id)).toMatchObject({ status: 'completed' });
});

test('a signed body that is no payment is accepted and ignored', async () => {
  expect((await webhook(signedIpn(desk, { hello: 'world' }))).statusCode).toBe(200);
});

test('a notification is a POST', async () => {
  expect((await app.inject({ url: '/webhooks/nowpayments' })).statusCode).toBe(405);
});

// ---------------------------------------------------------------------------
// Metrics and health
// ---------------------------------------------------------------------------

test('metrics are for this machine and for API keys with their scope only, whatever headers a request has', async () => {
  const from = async (remoteAddress: string, headers: Record<string, string> = {}) =>
    (await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode;
  expect(await from('203.0.113.9')).toBe(403);
  expect(await from('203.0.113.9', { 'x-forwarded-for': '127.0.0.1' })).toBe(403);
  expect(await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
  expect(await from('203.0.113.9', { authorization: 'Bearer pk_nonsense' })).toBe(403);
  expect(await from('203.0.113.9', await userCaller(desk, user.id))).toBe(403);
  expect(await from('203.0.113.9', shop)).toBe(403);
  expect(await from('203.0.113.9', await appCaller(desk, ['metrics.read']))).toBe(200);
  expect(await from('127.0.0.1')).toBe(200);
});

test('metrics count open work, and report nothing unexplained', async () => {
  expect((await app.inject({ url: '/metrics' })).body).toMatch(/^paydesk_unexplained_usd 0$/m);
});

test('health reports live and ready to anyone', async () => {
  expect((await app.inject({ url: '/health/live' })).json()).toEqual({ status: 'ok' });
  expect((await app.inject({ url: '/health/ready' })).json()).toMatchObject({ status: 'ok' });
});

test('a deactivated staff account can do nothing', async () => {
  const operator = await staffCaller(desk, 'operator');
  const { id } = (await call(app, operator, 'system.session')).data as { id: string };
  await call(app, admin, 'staff.deactivate', { id });
  expect((await call(app, operator, 'system.session')).error?.data.code).toBe('UNAUTHORIZED');
  expect((await call(app, anonymousCaller, 'system.session')).error?.data.code).toBe('UNAUTHORIZED');
});

test('a revoked API key no longer works', async () => {
  const { data } = await call(app, admin, 'apiKeys.create', {
    name: 'short-lived',
    scopes: ['currencies.read'],
  });
  const { id, key } = data as { id: string; key: string };
  expect((await call(app, { authorization: `Bearer ${key}` }, 'currencies.list')).status).toBe(200);
  await call(app, admin, 'apiKeys.revoke', { id });
  expect((await call(app, { authorization: `Bearer ${key}` }, 'currencies.list')).status).toBe(401);
});

test('verify works over the API and agrees with the sum', async () => {
  await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '1.00' });
  expect((await call(app, admin, 'balances.verify', { userId: user.id })).data).toMatchObject({
    ok: true,
    firstBad: null,
    balanceUsd: '39.00',
    sumUsd: '39.00',
  });
});
