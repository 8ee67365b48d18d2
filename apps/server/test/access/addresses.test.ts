import type { FastifyInstance } from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { createApp } from '../../src/http/createApp.ts';
import { staffCaller, type Caller } from '../support/http.ts';
import { offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

const desk = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
await offerCurrencies(desk);
const apps: FastifyInstance[] = [];
const appWith = async (settings: Record<string, string> = {}) => {
  const app = await createApp({ ...desk, settings: testSettings({ PUBLIC_URL, ...settings }) });
  apps.push(app);
  return app;
};
const plain = await appWith();
const behindProxy = await appWith({ TRUSTED_PROXIES: '192.0.2.0/24' });
const alone = await appWith({ TRUSTED_PROXIES: 'none' });
const office = await appWith({ STAFF_ALLOWED_IPS: '203.0.113.0/24 2001:db8::/32' });
afterAll(async () => await Promise.all(apps.map((app) => app.close())));

const ALLOWED = '203.0.113.5';
const { apiKey, key } = await insertApiKey(desk.knex, {
  name: 'bound',
  scopes: ['currencies.read'],
  createdByStaffId: null,
  allowedAddresses: ['203.0.113.0/24'],
});
const bound: Caller = { authorization: `Bearer ${key}` };
const ask = async (app: FastifyInstance, remoteAddress: string, headers: Caller = {}) => {
  const answer = await app.inject({
    url: '/trpc/currencies.list?input=%7B%7D',
    headers: { ...bound, ...headers },
    remoteAddress,
  });
  return answer.statusCode === 200 ? 200 : (answer.json().error.data.reason as string);
};

test('a key with address ranges works only from them, and the refusal gives the reason', async () => {
  expect(await ask(plain, ALLOWED)).toBe(200);
  expect(await ask(plain, `::ffff:${ALLOWED}`)).toBe(200);
  expect(await ask(plain, '198.51.100.1')).toBe('ADDRESS_NOT_ALLOWED');
});

test.each<[string, Caller]>([
  ['X-Forwarded-For', { 'x-forwarded-for': ALLOWED }],
  ['X-Forwarded-For, twice', { 'x-forwarded-for': `${ALLOWED}, ${ALLOWED}` }],
  ['X-Real-IP', { 'x-real-ip': ALLOWED }],
  ['Forwarded', { forwarded: `for=${ALLOWED};proto=https` }],
  [
    'True-Client-IP and similar headers',
    {
      'true-client-ip': ALLOWED,
      'cf-connecting-ip': ALLOWED,
      'x-client-ip': ALLOWED,
      'x-cluster-client-ip': ALLOWED,
    },
  ],
  ['the desk’s own internal header', { 'x-paydesk-client-address': ALLOWED }],
])('an address in the header %s is ignored', async (_name, headers) => {
  for (const app of [plain, behindProxy, alone])
    expect(await ask(app, '198.51.100.1', headers)).toBe('ADDRESS_NOT_ALLOWED');
});

test.each([
  '::ffff:198.51.100.1',
  '::ffff:c633:6401',
  '::203.0.113.5',
  '::ffff:0:203.0.113.5',
  '64:ff9b::203.0.113.5',
  '2002:cb00:7105::1',
  'fe80::203.0.113.5',
  'fe80::1%203.0.113.5',
  '::1%203.0.113.5',
])('the address %s only resembles an allowed one', async (remoteAddress) => {
  expect(await ask(plain, remoteAddress)).toBe('ADDRESS_NOT_ALLOWED');
});

test('of a trusted proxy’s header only its own entry is used', async () => {
  expect(await ask(behindProxy, '192.0.2.7', { 'x-forwarded-for': ALLOWED })).toBe(200);
  expect(await ask(behindProxy, '::ffff:192.0.2.7', { 'x-forwarded-for': ALLOWED })).toBe(200);
  // The caller wrote the first entry, the proxy the last.
  expect(await ask(behindProxy, '192.0.2.7', { 'x-forwarded-for': `${ALLOWED}, 198.51.100.1` })).toBe(
    'ADDRESS_NOT_ALLOWED',
  );
  expect(await ask(behindProxy, '192.0.2.7', { 'x-forwarded-for': `198.51.100.1, ${ALLOWED}` })).toBe(200);
  expect(await ask(behindProxy, '192.0.2.7', { 'x-forwarded-for': 'nonsense' })).toBe('ADDRESS_NOT_ALLOWED');
  expect(await ask(behindProxy, '192.0.2.7')).toBe('ADDRESS_NOT_ALLOWED');
});

test('a proxy on the same machine is trusted unless the setting is none', async () => {
  expect(await ask(plain, '127.0.0.1', { 'x-forwarded-for': ALLOWED })).toBe(200);
  expect(await ask(plain, '::1', { 'x-forwarded-for': `${ALLOWED}, 198.51.100.1` })).toBe(
    'ADDRESS_NOT_ALLOWED',
  );
  expect(await ask(alone, '127.0.0.1', { 'x-forwarded-for': ALLOWED })).toBe('ADDRESS_NOT_ALLOWED');
  expect(await ask(behindProxy, '127.0.0.1', { 'x-forwarded-for': ALLOWED })).toBe('ADDRESS_NOT_ALLOWED');
});

test('a forged address gives no access to the metrics', async () => {
  for (const headers of [{ 'x-forwarded-for': '127.0.0.1' }, { 'x-real-ip': '::1' }]) {
    expect((await plain.inject({ url: '/metrics', remoteAddress: '198.51.100.1', headers })).statusCode).toBe(
      403,
    );
  }
});

test('the audit log gets five entries an hour for a key used from other addresses', async () => {
  const made = await insertApiKey(desk.knex, {
    name: 'tried',
    scopes: ['currencies.read'],
    createdByStaffId: null,
    allowedAddresses: [ALLOWED],
  });
  const refusals = await Promise.all(
    Array.from(
      { length: 50 },
      async (_, index) => await ask(plain, `198.51.100.${index}`, { authorization: `Bearer ${made.key}` }),
    ),
  );
  expect(new Set(refusals)).toEqual(new Set(['ADDRESS_NOT_ALLOWED']));
  const rows = await desk.knex('audit_log').where({ subject_id: made.apiKey.id });
  expect(rows).toHaveLength(5);
  expect(rows[0]).toMatchObject({
    action: 'apiKeys.refuseAddress',
    actor_kind: 'service',
    ip_address: expect.stringMatching(/^198\.51\.100\./),
  });
});

test('a refused address does not count as use of the key', async () => {
  const made = await insertApiKey(desk.knex, {
    name: 'unused',
    scopes: ['currencies.read'],
    createdByStaffId: null,
    allowedAddresses: [ALLOWED],
  });
  await ask(plain, '198.51.100.1', { authorization: `Bearer ${made.key}` });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(
    (await desk.knex('api_key_secrets').where({ api_key_id: made.apiKey.id }).first())?.last_used_at,
  ).toBeNull();
  expect((await desk.knex('api_key_secrets').where({ api_key_id: apiKey.id }).first())?.last_used_from).toBe(
    ALLOWED,
  );
});

// ---------------------------------------------------------------------------
// Staff
// ---------------------------------------------------------------------------

const password = 'correct horse battery';
await createStaff(desk.knex, desk.auth, {
  email: 'office@desk.test',
  name: 'Office',
  role: 'admin',
  password,
});
const signIn = async (app: FastifyInstance, remoteAddress: string, headers: Caller = {}) =>
  await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin: PUBLIC_URL, ...headers },
    payload: { email: 'office@desk.test', password },
    remoteAddress,
  });

test('staff sign in only from the addresses in the setting', async () => {
  expect((await signIn(office, ALLOWED)).statusCode).toBe(200);
  expect((await signIn(office, '2001:db8::77')).statusCode).toBe(200);
  const refused = await signIn(office, '198.51.100.1', { 'x-forwarded-for': ALLOWED });
  expect([refused.statusCode, refused.json().code, refused.headers['set-cookie']]).toEqual([
    403,
    'ADDRESS_NOT_ALLOWED',
    undefined,
  ]);
  expect((await signIn(plain, '198.51.100.1')).statusCode).toBe(200);
});

test('a session is refused from other addresses, and still works from an allowed one', async () => {
  const staff = await staffCaller(desk, 'admin');
  const from = async (remoteAddress: string, url = '/trpc/currencies.list?input=%7B%7D') =>
    (await office.inject({ url, headers: staff, remoteAddress })).statusCode;
  expect([await from(ALLOWED), await from('198.51.100.1'), await from(ALLOWED)]).toEqual([200, 403, 200]);
  expect(await from('198.51.100.1', '/api/auth/get-session')).toBe(403);
  const mutation = await office.inject({
    method: 'POST',
    url: '/trpc/users.upsert',
    headers: staff,
    payload: { externalId: 'x', username: 'x' },
    remoteAddress: '198.51.100.1',
  });
  expect(mutation.json().error.data.reason).toBe('ADDRESS_NOT_ALLOWED');
});

test('the setting for staff does not restrict apps and payers', async () => {
  const free = await insertApiKey(desk.knex, {
    name: 'free',
    scopes: ['currencies.read'],
    createdByStaffId: null,
  });
  expect(await ask(office, '198.51.100.1', { authorization: `Bearer ${free.key}` })).toBe(200);
  expect((await office.inject({ url: '/pay/nothing', remoteAddress: '198.51.100.1' })).statusCode).toBe(404);
});
