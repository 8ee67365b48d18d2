import { MAX_BATCH_CALLS } from '@paydesk/types';
import { afterAll, expect, test } from 'vitest';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { createApp } from '../../src/http/createApp.ts';
import { procedures, staffCaller } from '../support/http.ts';
import { PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { SECRET, testDesk, testSettings } from '../support/testDesk.ts';

const desk = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
const app = await createApp(desk);
const secureSettings = testSettings({ PUBLIC_URL: 'https://desk.test' });
const secureApp = await createApp({
  ...desk,
  settings: secureSettings,
  auth: createAuth({ knex: desk.knex, secret: SECRET, publicUrl: 'https://desk.test', fastHashing: true }),
});
afterAll(async () => await Promise.all([app.close(), secureApp.close()]));

const admin = await staffCaller(desk, 'admin');
const cookie = String(admin['cookie']);
const mutations = [...procedures].filter(([, { type }]) => type === 'mutation').map(([path]) => path);
const rowsOf = async () => await desk.knex('audit_log').count('* as n').first();

/** What a page of another site can make a browser send. */
const FOREIGN: [what: string, headers: Record<string, string>][] = [
  ['from another site', { origin: 'https://evil.example', 'content-type': 'application/json' }],
  ['from a look-alike', { origin: `${PUBLIC_URL}.evil.example`, 'content-type': 'application/json' }],
  ['from a sandboxed frame', { origin: 'null', 'content-type': 'application/json' }],
  ['without an origin', { 'content-type': 'application/json' }],
  [
    'from a sibling site, according to the browser',
    { origin: PUBLIC_URL, 'sec-fetch-site': 'same-site', 'content-type': 'application/json' },
  ],
  [
    'from another site, according to the browser',
    { origin: PUBLIC_URL, 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
  ],
  ['with only a referrer', { referer: `${PUBLIC_URL}/`, 'content-type': 'application/json' }],
];

test.each(FOREIGN)('no mutation accepts a cookie %s', async (_what, headers) => {
  expect(mutations.length).toBeGreaterThan(40);
  for (const path of mutations) {
    const answer = await app.inject({
      method: 'POST',
      url: `/trpc/${path}`,
      headers: { cookie, ...headers },
      payload: '{}',
    });
    expect([path, answer.statusCode, answer.json().error.data.reason]).toEqual([
      path,
      403,
      'PERMISSION_DENIED',
    ]);
  }
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain; application/json',
  'application/jsonx',
])(
  'no mutation accepts a cookie with a body of type %s, which forms of other sites can send',
  async (type) => {
    for (const path of mutations) {
      const answer = await app.inject({
        method: 'POST',
        url: `/trpc/${path}`,
        headers: { cookie, origin: PUBLIC_URL, 'content-type': type },
        payload: '{}',
      });
      expect([path, answer.statusCode]).toEqual([path, 415]);
    }
  },
);

test.each(FOREIGN)('a batch of mutations %s is refused completely', async (_what, headers) => {
  const before = await rowsOf();
  for (let start = 0; start < mutations.length; start += MAX_BATCH_CALLS) {
    const paths = mutations.slice(start, start + MAX_BATCH_CALLS);
    const inputs = Object.fromEntries(paths.map((_path, index) => [index, {}]));
    const answer = await app.inject({
      method: 'POST',
      url: `/trpc/${paths.join(',')}?batch=1`,
      headers: { cookie, ...headers },
      payload: JSON.stringify(inputs),
    });
    expect(
      answer.json<{ error: { data: { reason: string } } }[]>().map(({ error }) => error.data.reason),
    ).toEqual(paths.map(() => 'PERMISSION_DENIED'));
  }
  expect(await rowsOf()).toEqual(before);
});

test('a mutation in a batch of queries by GET is refused', async () => {
  const input = encodeURIComponent(
    JSON.stringify({ 0: {}, 1: { externalId: 'smuggled', username: 'Smuggled' } }),
  );
  const answer = await app.inject({
    url: `/trpc/currencies.list,users.upsert?batch=1&input=${input}`,
    headers: { cookie },
  });
  expect([400, 405]).toContain(answer.statusCode);
  const overridden = await app.inject({
    method: 'POST',
    url: '/trpc/users.upsert',
    headers: {
      cookie,
      'x-http-method-override': 'GET',
      origin: 'https://evil.example',
      'content-type': 'application/json',
    },
    payload: '{}',
  });
  expect(overridden.statusCode).toBe(403);
  expect(await desk.knex('users').where({ external_id: 'smuggled' })).toEqual([]);
});

test.each([
  '/sign-in/email',
  '/sign-out',
  '/revoke-other-sessions',
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
])('/api/auth%s refuses requests of other sites, with and without a cookie', async (path) => {
  for (const [what, headers] of FOREIGN) {
    for (const given of [{ cookie }, {}]) {
      const answer = await app.inject({
        method: 'POST',
        url: `/api/auth${path}`,
        headers: { ...given, ...headers },
        payload: '{}',
      });
      expect([what, answer.statusCode]).toEqual([what, 403]);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  }
  for (const type of ['text/plain', 'application/jsonx']) {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/auth${path}`,
      headers: { cookie, origin: PUBLIC_URL, 'content-type': type },
      payload: '{}',
    });
    expect([type, answer.statusCode]).toEqual([type, 415]);
  }
});

test.each(['read', 'accept'])('/api/invites/%s refuses requests of other sites', async (path) => {
  for (const [what, headers] of FOREIGN) {
    const answer = await app.inject({ method: 'POST', url: `/api/invites/${path}`, headers, payload: '{}' });
    expect([what, answer.statusCode, answer.json().error.data.reason]).toEqual([
      what,
      403,
      'PERMISSION_DENIED',
    ]);
  }
});

test('endpoints that end or change a session refuse GET', async () => {
  for (const path of ['/sign-out', '/revoke-other-sessions', '/change-password', '/two-factor/disable']) {
    const answer = await app.inject({ url: `/api/auth${path}`, headers: { cookie } });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  }
  expect(
    (await app.inject({ url: '/trpc/currencies.list?input=%7B%7D', headers: { cookie } })).statusCode,
  ).toBe(200);
});

test('with https only the public address is the desk’s own; the Host header is ignored', async () => {
  await createStaff(desk.knex, desk.auth, {
    email: 'https@desk.test',
    name: 'Https',
    role: 'admin',
    password: 'correct horse battery',
  });
  const attempt = async (origin: string, host: string) =>
    await secureApp.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { origin, host, 'x-forwarded-host': host },
      payload: { email: 'https@desk.test', password: 'correct horse battery' },
      remoteAddress: '127.0.0.1',
    });
  for (const [origin, host] of [
    ['https://rebound.example', 'rebound.example'],
    ['http://desk.test', 'desk.test'],
  ] as const)
    expect((await attempt(origin, host)).statusCode).toBe(403);
  const signedIn = await attempt('https://desk.test', 'desk.test');
  expect(signedIn.statusCode).toBe(200);

  const own = [signedIn.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0])
    .join('; ');
  const mutate = async (origin: string, host: string) =>
    (
      await secureApp.inject({
        method: 'POST',
        url: '/trpc/users.upsert',
        headers: { cookie: own, origin, host, 'x-forwarded-host': host },
        payload: { externalId: 'rebound', username: 'Rebound' },
        remoteAddress: '127.0.0.1',
      })
    ).statusCode;
  expect([
    await mutate('https://rebound.example', 'rebound.example'),
    await mutate('http://desk.test', 'desk.test'),
    await mutate('https://desk.test', 'desk.test'),
  ]).toEqual([403, 403, 200]);
});

test('no other origin gets CORS permission, and preflights are not answered', async () => {
  for (const url of ['/trpc/currencies.list', '/api/auth/get-session', '/api/desk', '/pay/nothing']) {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const { headers } = await app.inject({
        method,
        url,
        headers: { cookie, origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  }
});
