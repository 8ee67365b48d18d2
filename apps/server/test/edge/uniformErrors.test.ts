import { connect } from 'node:net';
import { ERROR_DESCRIPTIONS, ERROR_REASONS } from '@paydesk/types';
import { afterAll, expect, test, vi } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { createApp } from '../../src/http/createApp.ts';
import { restRoutes } from '../../src/http/rest/restRoutes.ts';
import { appCaller, call, httpDesk, PUBLIC_URL, staffCaller, userCaller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');
const service = await appCaller(desk, ['payments.read', 'users.read', 'users.write']);
const user = await newUser(desk);
const token = await userCaller(desk, user.id);
const { checkoutToken } = await newPayment(desk, user.id, '20.00');

const json = { 'content-type': 'application/json' };
const own = { origin: PUBLIC_URL };
const big = JSON.stringify({ externalId: 'x'.repeat(300_000) });

interface BadRequest {
  method?: string;
  url: string;
  headers?: Record<string, string>;
  payload?: string;
}

const BAD_REQUESTS: [what: string, request: BadRequest, status: number, reason: string][] = [
  ['an unknown page', { url: '/nothing/here' }, 404, 'NOT_FOUND'],
  // test/rest/everyRoute.test.ts sends each of them all kinds of bad requests.
  ...restRoutes().map(({ method, path }): [string, BadRequest, number, string] => [
    `REST without credentials, ${method} ${path}`,
    { method, url: `/api/v1${path}` },
    401,
    'UNAUTHENTICATED',
  ]),
  ['another method on the API', { method: 'PUT', url: '/api/v1/payments' }, 405, 'METHOD_NOT_ALLOWED'],
  [
    'another method on its description',
    { method: 'PUT', url: '/api/v1/openapi.json' },
    405,
    'METHOD_NOT_ALLOWED',
  ],
  ['an unknown file of the reference', { url: '/docs/nothing.js' }, 404, 'NOT_FOUND'],
  [
    'an unknown page, by POST',
    { method: 'POST', url: '/nothing', payload: '{}', headers: json },
    404,
    'NOT_FOUND',
  ],
  ['an unknown API', { url: '/api/v9/payments' }, 404, 'NOT_FOUND'],
  ['a malformed address', { url: '/trpc/%E0%A4%A' }, 400, 'INVALID_INPUT'],
  ['a very long address', { url: `/trpc/users.list?input=${'x'.repeat(17_000)}` }, 414, 'URL_TOO_LONG'],
  ['another method on a webhook', { url: '/webhooks/nowpayments' }, 405, 'METHOD_NOT_ALLOWED'],
  [
    'another method on health',
    { method: 'POST', url: '/health/live', payload: '{}', headers: json },
    405,
    'METHOD_NOT_ALLOWED',
  ],
  ['another method on tRPC', { method: 'DELETE', url: '/trpc/users.list' }, 405, 'METHOD_NOT_ALLOWED'],
  ['another method on sign-in', { method: 'PUT', url: '/api/auth/get-session' }, 405, 'METHOD_NOT_ALLOWED'],
  ['a mutation by GET', { url: '/trpc/users.upsert', headers: service }, 405, 'METHOD_NOT_ALLOWED'],
  ['an unknown procedure', { url: '/trpc/no.thing', headers: service }, 404, 'NOT_FOUND'],
  ['no credentials', { url: '/trpc/users.list' }, 401, 'UNAUTHENTICATED'],
  [
    'a wrong key',
    { url: '/trpc/users.list', headers: { authorization: `Bearer pk_${'a'.repeat(43)}` } },
    401,
    'UNAUTHENTICATED',
  ],
  ['a missing scope', { url: '/trpc/audit.list', headers: service }, 403, 'PERMISSION_DENIED'],
  [
    'an unknown field',
    { url: '/trpc/users.list?input=%7B%22x%22%3A1%7D', headers: service },
    400,
    'INVALID_INPUT',
  ],
  [
    'a form',
    {
      method: 'POST',
      url: '/trpc/users.upsert',
      headers: { ...service, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'a=b',
    },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a body that is too large',
    { method: 'POST', url: '/trpc/users.upsert', headers: { ...service, ...json }, payload: big },
    413,
    'BODY_TOO_LARGE',
  ],
  [
    'a body that is no JSON',
    { method: 'POST', url: '/trpc/users.upsert', headers: { ...service, ...json }, payload: '{' },
    400,
    'INVALID_INPUT',
  ],
  [
    'too many calls',
    { url: `/trpc/${Array(21).fill('users.list').join(',')}?batch=1`, headers: service },
    400,
    'BATCH_TOO_LARGE',
  ],
  [
    'a sign-in from another site',
    { method: 'POST', url: '/api/auth/sign-in/email', headers: json, payload: '{}' },
    403,
    'PERMISSION_DENIED',
  ],
  [
    'a sign-in by a form',
    {
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { ...own, 'content-type': 'text/plain' },
      payload: 'x',
    },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a wrong password',
    {
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { ...own, ...json },
      payload: '{"email":"a@desk.test","password":"not the password"}',
    },
    401,
    'UNAUTHENTICATED',
  ],
  [
    'a sign-in with broken JSON',
    { method: 'POST', url: '/api/auth/sign-in/email', headers: { ...own, ...json }, payload: '{' },
    400,
    'INVALID_INPUT',
  ],
  ['an unknown path of sign-in', { url: '/api/auth/no/such/path' }, 404, 'NOT_FOUND'],
  [
    'an unknown invite',
    { method: 'POST', url: '/api/invites/read', headers: { ...own, ...json }, payload: '{"token":"x"}' },
    410,
    'INVITE_INVALID',
  ],
  [
    'an invite with an unknown field',
    {
      method: 'POST',
      url: '/api/invites/read',
      headers: { ...own, ...json },
      payload: '{"token":"x","tokn":1}',
    },
    400,
    'INVALID_INPUT',
  ],
  [
    'an unknown invite, accepted',
    {
      method: 'POST',
      url: '/api/invites/accept',
      headers: { ...own, ...json },
      payload: '{"token":"x","password":"a long enough password"}',
    },
    410,
    'INVITE_INVALID',
  ],
  [
    'an invite from another site',
    { method: 'POST', url: '/api/invites/read', headers: json, payload: '{}' },
    403,
    'PERMISSION_DENIED',
  ],
  [
    'an unsigned notification',
    { method: 'POST', url: '/webhooks/nowpayments', headers: json, payload: '{}' },
    401,
    'SIGNATURE_INVALID',
  ],
  [
    'a large notification',
    { method: 'POST', url: '/webhooks/nowpayments', headers: json, payload: big },
    413,
    'BODY_TOO_LARGE',
  ],
  [
    'an unsigned payout notification',
    { method: 'POST', url: '/webhooks/nowpayments/payouts/x', headers: json, payload: '{}' },
    401,
    'SIGNATURE_INVALID',
  ],
  ['the live stream without a session', { url: '/api/live/stream' }, 401, 'UNAUTHENTICATED'],
  [
    'presence from another site',
    { method: 'POST', url: '/api/live/presence', headers: json, payload: '{}' },
    403,
    'PERMISSION_DENIED',
  ],
  [
    'an export without a session',
    { url: '/api/exports/01900000-0000-7000-8000-000000000000?ticket=none' },
    401,
    'UNAUTHENTICATED',
  ],
  ['an unknown checkout', { url: '/pay/nothing/status' }, 404, 'NOT_FOUND'],
  [
    'a check from another site',
    {
      method: 'POST',
      url: `/pay/${checkoutToken}/check`,
      headers: { ...json, 'sec-fetch-site': 'cross-site' },
      payload: '{}',
    },
    403,
    'PERMISSION_DENIED',
  ],
  [
    'a check with an unknown type',
    {
      method: 'POST',
      url: `/pay/${checkoutToken}/check`,
      headers: { 'content-type': 'text/x' },
      payload: 'x',
    },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['an unknown logo', { url: '/currency-logos/none.svg' }, 404, 'NOT_FOUND'],
  ['an unknown script', { url: '/pay-assets/none.js' }, 404, 'NOT_FOUND'],
  [
    'metrics from elsewhere',
    { url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } },
    403,
    'PERMISSION_DENIED',
  ],
];

const send = async (to: typeof app, { method = 'GET', ...request }: BadRequest) =>
  await to.inject({ method: method as 'GET', ...request });

/** The one form of every error. */
function expectError(body: unknown, status: number, reason: string): void {
  expect(body).toMatchObject({
    error: {
      message: expect.stringMatching(/\S/) as string,
      code: expect.any(Number) as number,
      data: { code: ERROR_REASONS[reason as keyof typeof ERROR_REASONS], httpStatus: status, reason },
    },
  });
  const { data } = (body as { error: { data: object } }).error;
  expect(Object.keys(data)).toEqual(
    expect.arrayContaining(['code', 'httpStatus', 'reason', 'details', 'zodError']),
  );
}

test.each(BAD_REQUESTS)('%s: one form of error', async (_what, request, status, reason) => {
  const answer = await send(app, request);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(answer.headers['x-request-id']).toMatch(/^[\w.-]{8,}$/);
  expectError(answer.json(), status, reason);
  if (status === 405 && !request.url.startsWith('/trpc/users.upsert'))
    expect(answer.headers['allow']).toMatch(/GET|POST/);
});

test('every route of the server has a bad request here', async () => {
  const routes = [...app.printRoutes({ commonPrefix: false, includeMeta: false }).matchAll(/^[├└]── (\S+)/gm)]
    .map(([, path = '']) => path.split(/[:*]/)[0] ?? '')
    .filter((path) => path.length > 1);
  const covered = (route: string) => BAD_REQUESTS.some(([, { url }]) => url.startsWith(route));
  // These three take no input; without their database they are below.
  const plain = new Set(['/health/live', '/health/ready', '/api/desk']);
  expect(
    routes.filter((route) => !covered(route) && !plain.has(route) && !route.startsWith('/assets')),
  ).toEqual([]);
});

test('every reason is described', () => {
  for (const reason of Object.keys(ERROR_REASONS)) {
    const { meaning, whatToDo } = ERROR_DESCRIPTIONS[reason as keyof typeof ERROR_REASONS];
    expect(meaning, reason).toMatch(/^[^ ].{10,}[.]$/);
    expect(whatToDo, reason).toMatch(/^[^ ].{4,}[.]$/);
  }
  expect(Object.keys(ERROR_DESCRIPTIONS).toSorted()).toEqual(Object.keys(ERROR_REASONS).toSorted());
});

test('a wrong password keeps the code that the sign-in form reads', async () => {
  const answer = await send(app, {
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { ...own, ...json },
    payload: '{"email":"no-one@desk.test","password":"not the password"}',
  });
  expect(answer.json()).toMatchObject({ code: 'INVALID_EMAIL_OR_PASSWORD' });
});

// ---------------------------------------------------------------------------
// What Node refuses before there is a request
// ---------------------------------------------------------------------------

async function raw(text: string): Promise<string> {
  const { port } = app.server.address() as { port: number };
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

test.each([
  [
    'headers that are too large',
    `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`,
    431,
    'HEADERS_TOO_LARGE',
  ],
  ['no HTTP', 'nonsense\r\n\r\n', 400, 'INVALID_INPUT'],
  [
    'two lengths',
    'POST /trpc/x HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
    400,
    'INVALID_INPUT',
  ],
])('%s: one form of error, too', async (_what, text, status, reason) => {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
  const answer = await raw(text);
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/^x-request-id: \S+$/m);
  expectError(JSON.parse(body), status, reason);
});

// ---------------------------------------------------------------------------
// Methods and request ids
// ---------------------------------------------------------------------------

test.each(['/trpc/users.list', '/health/live', `/pay/${checkoutToken}`])(
  'HEAD %s is GET without the body',
  async (url) => {
    const [head, get] = [
      await app.inject({ method: 'HEAD', url, headers: service }),
      await app.inject({ url, headers: service }),
    ];
    expect([head.statusCode, head.body]).toEqual([get.statusCode, '']);
    expect(head.headers['content-type']).toEqual(get.headers['content-type']);
    expect(get.body).not.toBe('');
  },
);

test('HEAD without credentials is refused as GET is', async () => {
  expect((await app.inject({ method: 'HEAD', url: '/trpc/users.list' })).statusCode).toBe(401);
});

test.each([
  ['/trpc/users.list', 'GET, HEAD, OPTIONS, POST'],
  ['/webhooks/nowpayments', 'OPTIONS, POST'],
  ['/health/ready', 'GET, HEAD, OPTIONS'],
])('OPTIONS %s names its methods', async (url, allow) => {
  const answer = await app.inject({ method: 'OPTIONS', url });
  expect([answer.statusCode, answer.headers['allow'], answer.body]).toEqual([204, allow, '']);
});

test('OPTIONS of an unknown page is 404', async () => {
  expect((await app.inject({ method: 'OPTIONS', url: '/nothing' })).statusCode).toBe(404);
});

test('a plain request id is taken over, anything else is replaced', async () => {
  const idFor = async (id: string) =>
    (await app.inject({ url: '/health/live', headers: { 'x-request-id': id } })).headers['x-request-id'];
  expect(await idFor('order-4711.retry_2')).toBe('order-4711.retry_2');
  for (const bad of ['short', 'has spaces in it', 'x'.repeat(101), 'a"b{}<script>'])
    expect(await idFor(bad)).toMatch(/^[0-9a-f-]{36}$/);
});

test('the request id is in the audit log', async () => {
  const id = `audit-${Date.now()}`;
  const answer = await call(app, { ...admin, 'x-request-id': id }, 'users.freeze', {
    id: user.id,
    note: 'for a test',
  });
  expect([answer.status, answer.headers['x-request-id']]).toEqual([200, id]);
  expect(await desk.knex('audit_log').where({ request_id: id }).pluck('action')).toEqual(['users.freeze']);
});

// ---------------------------------------------------------------------------
// Without the database
// ---------------------------------------------------------------------------

// knex logs that it cannot connect.
vi.spyOn(console, 'log').mockImplementation(() => {});
const gone = connectDatabase('postgres://none:none@127.0.0.1:1/none');
const goneApp = await createApp({
  ...desk,
  knex: gone,
  auth: createAuth({ knex: gone, secret: desk.settings.secret, publicUrl: PUBLIC_URL, fastHashing: true }),
});
afterAll(async () => {
  await goneApp.close();
  await gone.destroy();
});

const WITHOUT_DATABASE: [what: string, request: BadRequest][] = [
  ['an app reads', { url: '/trpc/users.list', headers: service }],
  [
    'an app writes',
    {
      method: 'POST',
      url: '/trpc/users.upsert',
      headers: { ...service, ...json },
      payload: '{"externalId":"a","username":"b"}',
    },
  ],
  ['an app asks for two things', { url: '/trpc/users.list,payments.list?batch=1', headers: service }],
  ['a user reads', { url: '/trpc/payments.list', headers: token }],
  ['staff read', { url: '/trpc/users.list', headers: admin }],
  [
    'staff sign in',
    {
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { ...own, ...json },
      payload: '{"email":"a@desk.test","password":"a long password"}',
    },
  ],
  ['the session', { url: '/api/auth/get-session', headers: admin }],
  [
    'an invite',
    {
      method: 'POST',
      url: '/api/invites/read',
      headers: { ...own, ...json },
      payload: `{"token":"in_${'a'.repeat(43)}"}`,
    },
  ],
  ['a payer', { url: `/pay/${checkoutToken}/status` }],
  ['a logo', { url: '/currency-logos/btc.svg' }],
  ['ready', { url: '/health/ready' }],
];

test.each(WITHOUT_DATABASE)('without the database, %s: 503 and when to try again', async (_what, request) => {
  const answer = await send(goneApp, request);
  expect(answer.statusCode).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  for (const body of [answer.json()].flat()) expectError(body, 503, 'DATABASE_UNAVAILABLE');
  expect(answer.body).not.toMatch(/select|insert|knex|ECONN|127\.0\.0\.1|node_modules|at .*\.ts/i);
});

test('without the database a wrong page is still 404, and the process is alive', async () => {
  expect((await goneApp.inject({ url: '/nothing' })).statusCode).toBe(404);
  expect((await goneApp.inject({ url: '/health/live' })).statusCode).toBe(200);
});

test('an unexpected error says nothing about itself', async () => {
  const strange = Object.create(desk, {
    knex: {
      value: () => {
        throw new Error('select secret from api_keys');
      },
    },
  }) as typeof desk;
  const strangeApp = await createApp(strange);
  const answer = await strangeApp.inject({ url: '/currency-logos/btc.svg' });
  await strangeApp.close();
  expectError(answer.json(), 500, 'INTERNAL');
  expect(answer.body).not.toContain('secret');
});
