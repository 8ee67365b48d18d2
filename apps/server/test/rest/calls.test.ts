import { expect, test } from 'vitest';
import { revokeApiKey } from '../../src/apiKeys/revokeApiKey.ts';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { createApp } from '../../src/http/createApp.ts';
import { pay } from '../support/fullDesk.ts';
import { call, userCaller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { actors, newUser, testSettings } from '../support/testDesk.ts';
import { restDesk, send } from './restDesk.ts';

const { desk, app, user, shop, token } = await restDesk();
const other = await newUser(desk);
for (const amount of ['20.00', '30.00', '40.00']) await newPayment(desk, user.id, amount);
const paid = await pay(desk, await newPayment(desk, user.id, '100.00'));

await sequenceEvents(desk);

const idsOf = (data: unknown) => (data as { data: { id: string }[] }).data.map(({ id }) => id);

test.each([
  ['/payments', 'payments.list', {}],
  [
    '/payments?perPage=2&sort=-amountUsd',
    'payments.list',
    { perPage: 2, sort: { field: 'amountUsd', order: 'DESC' } },
  ],
  ['/payments?sort=createdAt', 'payments.list', { sort: { field: 'createdAt', order: 'ASC' } }],
  [
    '/payments?status=pending&amountUsdMin=25',
    'payments.list',
    { filter: { status: 'pending', amountUsdMin: '25' } },
  ],
  [
    '/payments?status=pending&status=completed',
    'payments.list',
    { filter: { status: ['pending', 'completed'] } },
  ],
  ['/payments?needsAttention=false&page=1', 'payments.list', { page: 1, filter: { needsAttention: false } }],
  [`/payments/${paid.id}`, 'payments.get', { id: paid.id }],
  [`/payments/batch?ids=${paid.id}`, 'payments.getMany', { ids: [paid.id] }],
  [`/balances/${user.id}`, 'balances.get', { id: user.id }],
  [
    `/balances/${user.id}/at?at=2099-01-01T00:00:00Z`,
    'balances.at',
    { userId: user.id, at: '2099-01-01T00:00:00Z' },
  ],
  [
    `/users?externalId=${encodeURIComponent(user.externalId)}`,
    'users.list',
    { filter: { externalId: user.externalId } },
  ],
  [
    '/events?after=0&types=payment.created&limit=2',
    'events.list',
    { after: '0', types: ['payment.created'], limit: 2 },
  ],
  ['/currencies?isActive=true&q=usdt', 'currencies.list', { filter: { isActive: true, q: 'usdt' } }],
])('GET %s answers what %s answers to %j', async (url, path, input) => {
  const [rest, trpc] = [await send(app, shop, `GET ${url}`), await call(app, shop, path, input)];
  expect(rest.status).toBe(200);
  expect(rest.data).toEqual(trpc.data);
  expect(JSON.stringify(rest.data)).not.toContain('"data":[],');
  expect(JSON.stringify(rest.data)).not.toBe('{"data":[]}');
});

test('pages are followed with the cursor', async () => {
  const first = await send(app, shop, 'GET /payments?perPage=3');
  const { nextCursor } = first.data as { nextCursor: string };
  const second = await send(app, shop, `GET /payments?perPage=3&cursor=${encodeURIComponent(nextCursor)}`);
  expect(new Set([...idsOf(first.data), ...idsOf(second.data)]).size).toBe(4);
});

test('HEAD answers as GET, without the body', async () => {
  const [head, get] = [await send(app, shop, 'HEAD /payments'), await send(app, shop, 'GET /payments')];
  expect([head.status, head.body, head.headers['content-type']]).toEqual([
    200,
    '',
    get.headers['content-type'],
  ]);
  expect((await send(app, {}, 'HEAD /payments')).status).toBe(401);
});

test.each([
  ['/payments?userid=x', 'userid', 'unknown field "userid"; did you mean “userId”?'],
  ['/payments?filter[status]=pending', 'filter[status]', 'unknown field "filter[status]"'],
  ['/payments?filter={}', 'filter', 'unknown field "filter"'],
  ['/payments?perPage=ten', 'perPage', 'expected number'],
  ['/payments?perPage=1e1', 'perPage', 'expected number'],
  ['/payments?perPage=0x1', 'perPage', 'expected number'],
  ['/payments?perPage=', 'perPage', 'expected number'],
  ['/payments?perPage=1000', 'perPage', 'Too big'],
  ['/payments?needsAttention=yes', 'needsAttention', 'expected boolean'],
  ['/payments?sort=colour', 'sort', 'Invalid option'],
  ['/payments?status=unheard', 'status', 'Invalid'],
  ['/payments/batch', 'ids', 'expected array'],
  ['/payments/batch?ids=x', 'ids.0', 'Invalid UUID'],
])('GET %s is refused and names %s', async (url, field, message) => {
  const { status, error } = await send(app, shop, `GET ${url}`);
  expect([status, error?.data.reason]).toEqual([400, 'INVALID_INPUT']);
  expect(error?.data.zodError?.fieldErrors[field]?.join()).toContain(message);
});

test.each([
  ['/payments?perPage=1&perPage=2', 'the parameter "perPage" is given twice'],
  ['/payments?userId=a&userId=b', 'the parameter "userId" is given twice'],
  ['/payments?q=%FF', 'the address is not valid UTF-8'],
  ['/payments?q=%00', 'the address contains the character NUL'],
  ['/payments?__proto__=x', 'the parameter “__proto__” is not accepted'],
])('GET %s is refused: %s', async (url, message) => {
  const { status, error } = await send(app, shop, `GET ${url}`);
  expect([status, error?.message]).toEqual([400, message]);
});

test('a user token has its own user’s rows, and cannot charge', async () => {
  const otherToken = await userCaller(desk, other.id);
  expect(idsOf((await send(app, token, 'GET /payments')).data)).toHaveLength(4);
  expect(idsOf((await send(app, otherToken, 'GET /payments')).data)).toEqual([]);
  expect((await send(app, otherToken, `GET /payments/${paid.id}`)).error?.data.reason).toBe('NOT_FOUND');
  const charge = { userId: other.id, amountUsd: '1.00' };
  expect((await send(app, otherToken, 'POST /charges', charge)).error?.data.reason).toBe('PERMISSION_DENIED');
  expect((await send(app, otherToken, 'GET /session')).data).toMatchObject({ kind: 'user', id: other.id });
});

test('a repeat with the same key answers the first result and says so; with another input it is refused', async () => {
  const keyed = { ...shop, 'idempotency-key': 'rest-charge-1' };
  const charge = { userId: user.id, amountUsd: '10.00' };
  const first = await send(app, keyed, 'POST /charges', charge);
  expect([first.status, first.headers['idempotent-replayed']]).toEqual([200, undefined]);
  const again = await send(app, keyed, 'POST /charges', charge);
  expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
  expect(again.data).toEqual(first.data);
  // The same key on tRPC is the same key.
  expect((await call(app, keyed, 'transactions.charge', charge)).data).toEqual(first.data);
  const changed = await send(app, keyed, 'POST /charges', { ...charge, amountUsd: '11.00' });
  expect([changed.status, changed.error?.data.reason]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  const both = await send(app, keyed, 'POST /charges', { ...charge, idempotencyKey: 'another' });
  expect([both.status, both.error?.data.reason]).toEqual([400, 'INVALID_INPUT']);
  const takesNone = await send(app, keyed, `POST /payments/${paid.id}/refresh`);
  expect(takesNone.error?.data.zodError?.fieldErrors['idempotencyKey']).toBeDefined();
});

test('refusals have details, and their HTTP status', async () => {
  const charge = { userId: user.id, amountUsd: '9000.00' };
  const { status, error } = await send(app, shop, 'POST /charges', charge);
  expect([status, error?.data.reason, error?.data.code]).toEqual([
    422,
    'INSUFFICIENT_FUNDS',
    'UNPROCESSABLE_CONTENT',
  ]);
  const trpc = await call(app, shop, 'transactions.charge', charge);
  const { path: _path, ...data } = trpc.error?.data ?? { path: '' };
  expect(error).toEqual({ ...trpc.error, data });
});

test('commands work on what stands in the address, with or without a body', async () => {
  const [one, two] = [await newPayment(desk, user.id, '20.00'), await newPayment(desk, user.id, '20.00')];
  expect((await send(app, shop, `POST /payments/${one.id}/cancel`)).data).toMatchObject({
    id: one.id,
    status: 'cancelled',
  });
  expect((await send(app, shop, `POST /payments/${two.id}/cancel`, {})).data).toMatchObject({
    status: 'cancelled',
  });
  const made = await send(app, shop, `POST /users/${user.id}/tokens`, { ttlSeconds: 60 });
  expect(made.data).toMatchObject({ userId: user.id, token: expect.stringMatching(/^ut_/) as string });
  const ended = await send(app, shop, `DELETE /users/${other.id}/tokens`);
  expect(ended.data).toEqual({ userId: other.id, revoked: 1 });
});

test('every answer has a request id, limits of the key, and is private', async () => {
  const id = `rest-${Date.now()}`;
  const answer = await send(app, { ...shop, 'x-request-id': id }, 'GET /payments');
  expect(answer.headers).toMatchObject({
    'x-request-id': id,
    'ratelimit-limit': '6000',
    'cache-control': 'no-store',
  });
  expect(answer.headers).toHaveProperty('ratelimit-remaining');
  expect(answer.headers).toHaveProperty('ratelimit-reset');
});

test('a revoked key gets a reason of its own', async () => {
  const { key, apiKey } = await insertApiKey(desk.knex, {
    name: 'old shop',
    scopes: ['payments.read'],
    createdByStaffId: null,
  });
  await revokeApiKey(desk, actors.staff(), { id: apiKey.id });
  const { status, error } = await send(app, { authorization: `Bearer ${key}` }, 'GET /payments');
  expect([status, error?.data.reason]).toEqual([401, 'API_KEY_REVOKED']);
});

test('pages of allowed origins read answers to user tokens, not to API keys', async () => {
  const origin = 'https://shop.example.org';
  const open = await createApp({ ...desk, settings: testSettings({ ALLOWED_ORIGINS: origin }) });
  const read = await send(open, { ...token, origin }, 'GET /payments');
  expect([read.status, read.headers['access-control-allow-origin']]).toEqual([200, origin]);
  expect(
    (await send(open, { ...shop, origin }, 'GET /payments')).headers['access-control-allow-origin'],
  ).toBeUndefined();
  const preflight = await send(
    open,
    { origin, 'access-control-request-method': 'DELETE' },
    'OPTIONS /payments',
  );
  expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
  await open.close();
});
