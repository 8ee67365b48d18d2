import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { appCaller, PUBLIC_URL, staffCaller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { newUser, offerCurrencies, SECRET, testDesk, testSettings } from '../support/testDesk.ts';

const desk = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
await offerCurrencies(desk);
// Stands for a build of the admin app: the tests run before it is built.
const adminDist = mkdtempSync(join(tmpdir(), 'paydesk-admin-'));
writeFileSync(join(adminDist, 'index.html'), '<!doctype html><title>Paydesk</title>');
const app = await createApp(desk, adminDist);
const secureSettings = testSettings({ PUBLIC_URL: 'https://desk.test' });
const secureApp = await createApp(
  {
    ...desk,
    settings: secureSettings,
    auth: createAuth({ knex: desk.knex, secret: SECRET, publicUrl: 'https://desk.test', fastHashing: true }),
  },
  adminDist,
);
afterAll(async () => {
  await Promise.all([app.close(), secureApp.close()]);
  rmSync(adminDist, { recursive: true });
});

const admin = await staffCaller(desk, 'admin');
const shop = await appCaller(desk, ['users.read']);
const { checkoutToken } = await newPayment(desk, (await newUser(desk)).id, '20.00');

/** One request for each kind of answer of each route, including errors. */
const ANSWERS: [
  what: string,
  request: {
    method?: 'GET' | 'POST' | 'DELETE';
    url: string;
    headers?: Record<string, string>;
    payload?: object | string;
  },
  isPublic?: boolean,
][] = [
  ['the admin app', { url: '/' }, true],
  ['a file of the admin app', { url: '/index.html' }, true],
  ['an unknown page', { url: '/nothing/here' }],
  ['an unknown method', { method: 'DELETE', url: '/' }],
  ['the offered currencies', { url: '/trpc/currencies.list?input=%7B%7D', headers: admin }],
  ['a list for staff', { url: '/trpc/users.list', headers: admin }],
  ['a list for an app', { url: '/trpc/users.list', headers: shop }],
  ['a list without credentials', { url: '/trpc/users.list' }],
  ['a bad key', { url: '/trpc/users.list', headers: { authorization: 'Bearer nothing' } }],
  ['a batch', { url: '/trpc/system.session,users.list?batch=1&input=%7B%7D', headers: admin }],
  ['an unknown procedure', { url: '/trpc/no.thing', headers: admin }],
  [
    'a mutation with invalid JSON',
    {
      method: 'POST',
      url: '/trpc/users.upsert',
      headers: { ...admin, 'content-type': 'application/json' },
      payload: '{',
    },
  ],
  ['the live stream without credentials', { url: '/api/live/stream' }],
  ['presence without credentials', { method: 'POST', url: '/api/live/presence', payload: {} }],
  ['an unknown export', { url: '/api/exports/none?ticket=none', headers: admin }],
  ['the session', { url: '/api/auth/get-session', headers: admin }],
  [
    'a refused sign-in',
    {
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { origin: PUBLIC_URL },
      payload: { email: 'a@desk.test', password: 'wrong password' },
    },
  ],
  ['a sign-in from another site', { method: 'POST', url: '/api/auth/sign-in/email', payload: {} }],
  ['a disabled endpoint of sign-in', { url: '/api/auth/list-sessions' }],
  [
    'an invalid invite',
    { method: 'POST', url: '/api/invites/read', headers: { origin: PUBLIC_URL }, payload: { token: 'x' } },
  ],
  ['an invite from another site', { method: 'POST', url: '/api/invites/accept', payload: {} }],
  ['the desk’s name', { url: '/api/desk' }],
  ['alive', { url: '/health/live' }],
  ['ready', { url: '/health/ready' }],
  ['metrics', { url: '/metrics' }],
  ['REST without a caller', { url: '/api/v1/currencies' }],
  ['the description of REST', { url: '/api/v1/openapi.json' }, true],
  ['the reference of REST', { url: '/docs' }, true],
  ['a stream without a caller', { url: '/api/v1/events/stream' }],
  ['a forged notification', { method: 'POST', url: '/webhooks/nowpayments', payload: '{}' }],
  ['a checkout page', { url: `/pay/${checkoutToken}` }],
  ['a checkout status', { url: `/pay/${checkoutToken}/status` }],
  ['an unknown checkout', { url: '/pay/nothing' }],
  ['a logo', { url: '/currency-logos/btc.svg' }, true],
  ['an unknown logo', { url: '/currency-logos/none.svg' }],
  ['an unknown script', { url: '/pay-assets/none.js' }],
];

const directives = (policy: unknown) =>
  new Map(
    String(policy)
      .split(';')
      .map((part) => part.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources] as const),
  );

test.each(ANSWERS)('%s: only own content, no sniffing, no framing, no referrer', async (_what, request) => {
  const { headers } = await app.inject(request);
  const policy = directives(headers['content-security-policy']);
  expect(policy.get('default-src')).toEqual(["'none'"]);
  for (const name of [
    'script-src',
    'connect-src',
    'object-src',
    'base-uri',
    'form-action',
    'frame-ancestors',
  ]) {
    for (const source of policy.get(name) ?? []) expect(["'self'", "'none'"]).toContain(source);
  }
  for (const sources of policy.values())
    for (const source of sources) expect(source).not.toMatch(/unsafe-eval|\*|^https?:$|^http:/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  });
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['server']).toBeUndefined();
  const features = String(headers['permissions-policy']);
  for (const feature of [
    'publickey-credentials-get=(self)',
    'publickey-credentials-create=(self)',
    'camera=()',
    'microphone=()',
    'geolocation=()',
    'payment=()',
    'usb=()',
  ])
    expect(features).toContain(feature);
  expect(features).not.toContain('*');
});

test.each(ANSWERS)('%s: not cached if it is private', async (_what, request, isPublic = false) => {
  const { headers } = await app.inject(request);
  if (isPublic) expect(headers['cache-control']).toMatch(/^(no-cache|public, max-age=\d+)/);
  else expect(headers['cache-control']).toBe('no-store');
});

test.each(ANSWERS)('%s: HSTS is sent with https, and only then', async (_what, request) => {
  expect((await app.inject(request)).headers['strict-transport-security']).toBeUndefined();
  const seconds = /^max-age=(\d+)/.exec(
    String((await secureApp.inject(request)).headers['strict-transport-security']),
  )?.[1];
  expect(Number(seconds)).toBeGreaterThanOrEqual(31_536_000);
});

test('every route of the server is covered here', async () => {
  const routes = [...app.printRoutes({ commonPrefix: false, includeMeta: false }).matchAll(/^[├└]── (\S+)/gm)]
    .map(([, path = '']) => path.split(/[:*]/)[0] ?? '')
    .filter((path) => path.length > 1);
  expect(routes.length).toBeGreaterThan(5);
  for (const route of routes)
    expect(
      // All of REST is one route of ours (test/rest walks it).
      ANSWERS.some(([, { url }]) => url.startsWith(route) || /^\/(assets|api\/v1)/.test(route)),
      route,
    ).toBe(true);
});

test('scripts are never inline, in the admin app and on the checkout page', async () => {
  for (const url of ['/', `/pay/${checkoutToken}`]) {
    const { body } = await app.inject({ url });
    // Browsers do not execute JSON.
    for (const [tag] of body.matchAll(/<script\b(?! type="application\/json")[^>]*>/g))
      expect(tag).toMatch(/ src="\/[^/]/);
    expect(body).not.toMatch(/\son[a-z]+=/i);
  }
});
