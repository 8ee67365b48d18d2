import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { limitRequests, knownCallers, REQUESTS_PER_MINUTE } from '../../src/http/requestLimits.ts';
import { uniformErrors } from '../../src/http/uniformErrors.ts';
import { fastify } from 'fastify';
import { appCaller, PUBLIC_URL, staffCaller, userCaller } from '../support/http.ts';
import { newUser, testDesk, testSettings } from '../support/testDesk.ts';

const SHOP = 'https://shop.example.com';
const desk = await testDesk({ settings: testSettings({ PUBLIC_URL, ALLOWED_ORIGINS: SHOP }) });
const app = await createApp(desk);
const closedApp = await createApp({ ...desk, settings: testSettings({ PUBLIC_URL }) });
afterAll(async () => await Promise.all([app.close(), closedApp.close()]));
const user = await newUser(desk);
const token = await userCaller(desk, user.id);
const key = await appCaller(desk, ['users.read']);
const admin = await staffCaller(desk, 'admin');

const url = '/trpc/payments.list';
const preflight = {
  origin: SHOP,
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,content-type',
};

// ---------------------------------------------------------------------------
// CORS
// ---------------------------------------------------------------------------

test('a page of an allowed origin may send user tokens and read the answers, without credentials', async () => {
  const asked = await app.inject({ method: 'OPTIONS', url, headers: preflight });
  expect(asked.statusCode).toBe(204);
  expect(asked.headers).toMatchObject({ 'access-control-allow-origin': SHOP, vary: 'origin' });
  expect(asked.headers['access-control-allow-headers']).toMatch(
    /authorization.*content-type.*idempotency-key/,
  );
  const answer = await app.inject({ url, headers: { ...token, origin: SHOP } });
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, SHOP]);
  expect(answer.headers['access-control-expose-headers']).toContain('x-request-id');
  const document = await app.inject({ url: '/api/v1/openapi.json', headers: { origin: SHOP } });
  expect(document.headers['vary']).toBe('origin, accept-encoding');
  for (const { headers } of [asked, answer])
    expect(headers['access-control-allow-credentials']).toBeUndefined();
});

test('such a page can also read why it was refused', async () => {
  const expired = { authorization: `Bearer ut_${'a'.repeat(43)}`, origin: SHOP };
  const answer = await app.inject({ url, headers: expired });
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([401, SHOP]);
  const malformed = await app.inject({ url: `${url}?input=%7B`, headers: { ...token, origin: SHOP } });
  expect([malformed.statusCode, malformed.headers['access-control-allow-origin']]).toEqual([400, SHOP]);
});

test.each([
  ['another origin', url, { ...token, origin: 'https://evil.example' }],
  ['a look-alike', url, { ...token, origin: `${SHOP}.evil.example` }],
  ['no origin', url, { ...token, origin: 'null' }],
  ['an API key', url, { ...key, origin: SHOP }],
  ['a session', url, { ...admin, origin: SHOP }],
  ['the routes of sign-in', '/api/auth/get-session', { ...token, origin: SHOP }],
  ['the invites', '/api/invites/read', { ...token, origin: SHOP }],
  ['the page of a payer', '/pay/nothing/status', { ...token, origin: SHOP }],
])('%s: nothing is opened', async (_what, to, headers) => {
  expect((await app.inject({ url: to, headers })).headers['access-control-allow-origin']).toBeUndefined();
});

test('preflights of other origins and other routes are not answered as allowed', async () => {
  for (const [to, headers] of [
    [url, { ...preflight, origin: 'https://evil.example' }],
    ['/api/auth/sign-in/email', preflight],
  ] as const)
    expect(
      (await app.inject({ method: 'OPTIONS', url: to, headers })).headers['access-control-allow-origin'],
    ).toBeUndefined();
});

test('without ALLOWED_ORIGINS no origin is allowed', async () => {
  for (const method of ['OPTIONS', 'GET'] as const)
    expect(
      (await closedApp.inject({ method, url, headers: { ...preflight, ...token } })).headers[
        'access-control-allow-origin'
      ],
    ).toBeUndefined();
});

// ---------------------------------------------------------------------------
// Limits of requests
// ---------------------------------------------------------------------------

test('every answer says how much of the limit is left, by the caller’s own limit once its secret is known', async () => {
  const limitOf = async (headers: Record<string, string>) => {
    await app.inject({ url, headers, remoteAddress: '198.51.100.7' });
    const answer = await app.inject({ url, headers, remoteAddress: '198.51.100.7' });
    expect(Number(answer.headers['ratelimit-reset'])).toBeGreaterThan(0);
    expect(Number(answer.headers['ratelimit-remaining'])).toBeLessThan(
      Number(answer.headers['ratelimit-limit']),
    );
    return Number(answer.headers['ratelimit-limit']);
  };
  expect(await limitOf(key)).toBe(REQUESTS_PER_MINUTE.apiKey);
  expect(await limitOf(token)).toBe(REQUESTS_PER_MINUTE.user);
  expect(await limitOf(admin)).toBe(REQUESTS_PER_MINUTE.address);
  expect(await limitOf({ authorization: `Bearer pk_${'z'.repeat(43)}` })).toBe(REQUESTS_PER_MINUTE.address);
});

/** A server with small limits, whose callers are known from the start. */
async function smallApp() {
  const small = fastify();
  const callers = knownCallers();
  callers.remember(
    { headers: key, ip: '' },
    { kind: 'service', id: 'key', name: '', permissions: new Set() },
  );
  callers.remember(
    { headers: token, ip: '' },
    {
      kind: 'user',
      mintedByKeyId: null,
      id: 't',
      userId: 'u',
      name: '',
      permissions: new Set(),
    },
  );
  await limitRequests(small, callers, { address: 3, apiKey: 5, user: 2 });
  uniformErrors(small, desk);
  small.get('/', () => ({}));
  const attempts = async (count: number, headers: Record<string, string>, remoteAddress = '198.51.100.8') => {
    const statuses = [];
    let last;
    for (let i = 0; i < count; i += 1) {
      last = await small.inject({ url: '/', headers, remoteAddress });
      statuses.push(last.statusCode);
    }
    return { passed: statuses.filter((status) => status === 200).length, last };
  };
  return { small, attempts };
}

test('an accepted secret is known for a minute, then counts against its address until it is accepted again', () => {
  let now = 0;
  const callers = knownCallers(() => now);
  const bucketOf = () => callers.bucketOf({ headers: key, ip: '198.51.100.8' }).kind;
  const accept = () =>
    callers.remember(
      { headers: key, ip: '' },
      { kind: 'service', id: 'key', name: '', permissions: new Set() },
    );
  const kinds = [bucketOf()];
  accept();
  for (const at of [59_999, 60_000]) {
    now = at;
    kinds.push(bucketOf());
  }
  accept();
  expect([...kinds, bucketOf()]).toEqual(['address', 'apiKey', 'address', 'apiKey']);
});

test('API keys and users have limits of their own, from any address, and do not use up the address’s', async () => {
  const { small, attempts } = await smallApp();
  expect(
    (await attempts(4, key, '198.51.100.1')).passed + (await attempts(4, key, '198.51.100.2')).passed,
  ).toBe(5);
  expect((await attempts(4, token)).passed).toBe(2);
  const address = await attempts(5, {});
  expect(address.passed).toBe(3);
  expect(address.last?.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
  expect(Number(address.last?.headers['retry-after'])).toBeGreaterThan(0);
  expect(address.last?.json()).toMatchObject({
    error: { data: { reason: 'RATE_LIMITED', httpStatus: 429 } },
  });
  await small.close();
});

test('invented secrets count against their address', async () => {
  const { small, attempts } = await smallApp();
  let passed = 0;
  for (const letter of ['a', 'b', 'c', 'd', 'e'])
    passed += (await attempts(1, { authorization: `Bearer pk_${letter.repeat(43)}` })).passed;
  expect(passed).toBe(3);
  await small.close();
});

test('unknown pages count too', async () => {
  const { small } = await smallApp();
  const statuses = [];
  for (let i = 0; i < 5; i += 1)
    statuses.push((await small.inject({ url: '/no', remoteAddress: '198.51.100.9' })).statusCode);
  expect(statuses).toEqual([404, 404, 404, 429, 429]);
  await small.close();
});
