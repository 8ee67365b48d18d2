import { afterAll, expect, test } from 'vitest';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { totpCode, totpStep } from '../../src/base/totp.ts';
import { createApp } from '../../src/http/createApp.ts';
import { SECRET, testDesk, testSettings } from '../support/testDesk.ts';
import { signRows } from '../support/signRows.ts';

const HTTPS = 'https://desk.test';
const desk = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
const app = await createApp(desk);
const settings = testSettings({ PUBLIC_URL: HTTPS });
const secure = {
  ...desk,
  settings,
  auth: createAuth({ knex: desk.knex, secret: SECRET, publicUrl: HTTPS, fastHashing: true }),
};
const secureApp = await createApp(secure);
afterAll(async () => await Promise.all([app.close(), secureApp.close()]));

const password = 'correct horse battery';
let people = 0;
async function newStaff(): Promise<{ id: string; email: string }> {
  people += 1;
  return (
    await createStaff(desk.knex, desk.auth, {
      email: `person${people}@desk.test`,
      name: `Person ${people}`,
      role: 'admin',
      password,
    })
  ).staff;
}

const tokensOf = async (staffId: string) =>
  await desk.knex('staff_sessions').where({ staff_id: staffId }).orderBy('created_at').pluck('token');
const statusFor = async (cookie: string) =>
  (await app.inject({ url: '/trpc/currencies.list?input=%7B%7D', headers: { cookie } })).statusCode;

/** Signs in, with these cookies already in the browser. */
async function signIn(email: string, cookie = '', at = app, origin = PUBLIC_URL) {
  people += 1;
  const answer = await at.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { cookie, origin },
    payload: { email, password },
    remoteAddress: `10.3.0.${people}`,
  });
  return {
    status: answer.statusCode,
    lines: [answer.headers['set-cookie'] ?? []].flat(),
    cookie: [answer.headers['set-cookie'] ?? []]
      .flat()
      .map((line) => line.split(';')[0])
      .join('; '),
  };
}

test('a session planted before the sign-in ends with it, and is not used after it', async () => {
  const [victim, attacker] = [await newStaff(), await newStaff()];
  const planted = await signIn(attacker.email);
  expect(await statusFor(planted.cookie)).toBe(200);
  const own = await signIn(victim.email, planted.cookie);
  expect(own.cookie).not.toBe(planted.cookie);
  expect(await statusFor(planted.cookie)).toBe(401);
  expect(await tokensOf(attacker.id)).toEqual([]);
  expect(await tokensOf(victim.id)).toHaveLength(1);
});

test('the session token is only in the cookie, which scripts cannot read', async () => {
  const staff = await newStaff();
  const signedIn = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin: PUBLIC_URL },
    payload: { email: staff.email, password },
    remoteAddress: '10.3.8.1',
  });
  const [token] = await tokensOf(staff.id);
  const cookie = [signedIn.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0])
    .join('; ');
  expect(cookie).toContain(String(token));
  const session = await app.inject({ url: '/api/auth/get-session', headers: { cookie } });
  expect(session.json()).toMatchObject({ user: { email: staff.email } });
  for (const { body } of [signedIn, session]) expect(body).not.toContain(String(token));
});

test('signing in again creates a new token and ends the previous session', async () => {
  const staff = await newStaff();
  const first = await signIn(staff.email);
  const [before] = await tokensOf(staff.id);
  await signIn(staff.email, first.cookie);
  const after = await tokensOf(staff.id);
  expect(after).toHaveLength(1);
  expect(after).not.toContain(before);
  expect(await statusFor(first.cookie)).toBe(401);
});

test('a failed sign-in ends nothing', async () => {
  const staff = await newStaff();
  const { cookie } = await signIn(staff.email);
  await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { cookie, origin: PUBLIC_URL },
    payload: { email: staff.email, password: 'a wrong password' },
  });
  expect(await statusFor(cookie)).toBe(200);
});

test('the token changes when the second factor is turned on and when it is given', async () => {
  const staff = await newStaff();
  const browser = new Browser(desk.auth);
  await browser.signIn(staff.email, password);
  const [byPassword] = await tokensOf(staff.id);
  const enabled = await browser.post('/two-factor/enable', { password });
  const secret = base32Text(new URL(String(enabled.body?.['totpURI'])).searchParams.get('secret') ?? '');
  await browser.post('/two-factor/verify-totp', { code: totpCode(secret, totpStep(new Date())) });
  const turnedOn = await tokensOf(staff.id);
  expect(turnedOn).toHaveLength(1);
  expect(turnedOn).not.toContain(byPassword);

  const again = new Browser(desk.auth);
  await again.signIn(staff.email, password);
  // Half a sign-in has no session at all: what an attacker could have planted or read until here opens
  // nothing.
  expect(await tokensOf(staff.id)).toEqual(turnedOn);
  expect(await statusFor(again.cookie)).toBe(401);
  expect(
    (await again.post('/two-factor/verify-totp', { code: totpCode(secret, totpStep(new Date()) + 1) }))
      .status,
  ).toBe(200);
  expect((await tokensOf(staff.id)).filter((token) => !turnedOn.includes(token))).toHaveLength(1);
});

test.each([
  ['an invented one', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.c2lnbmF0dXJl'],
  ['the token without its signature', 'TOKEN'],
  ['the token with another signature', 'TOKEN.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['the token twice', 'TOKEN.TOKEN'],
])('a planted cookie is invalid: %s', async (_name, value) => {
  const staff = await newStaff();
  await signIn(staff.email);
  const [token] = await tokensOf(staff.id);
  expect(
    await statusFor(`paydesk.session_token=${encodeURIComponent(value.replaceAll('TOKEN', String(token)))}`),
  ).toBe(401);
});

test('a cookie signed with another desk’s secret is invalid', async () => {
  const staff = await newStaff();
  const other = createAuth({
    knex: desk.knex,
    secret: 'a secret of another desk, as long as ours',
    publicUrl: PUBLIC_URL,
    fastHashing: true,
  });
  const browser = new Browser(other);
  expect((await browser.signIn(staff.email, password)).status).toBe(200);
  expect(await statusFor(browser.cookie)).toBe(401);
});

test('a stolen cookie ends with a sign-out, a password change and the session’s expiry', async () => {
  for (const end of [
    async (cookie: string) =>
      await app.inject({
        method: 'POST',
        url: '/api/auth/sign-out',
        headers: { cookie, origin: PUBLIC_URL },
        payload: {},
      }),
    async (cookie: string) =>
      await app.inject({
        method: 'POST',
        url: '/api/auth/change-password',
        headers: { cookie, origin: PUBLIC_URL },
        payload: { currentPassword: password, newPassword: 'another long password' },
        remoteAddress: '10.3.9.1',
      }),
    async () =>
      await desk.knex('staff_sessions').update({ expires_at: desk.knex.raw(`now() - interval '1 second'`) }),
  ]) {
    const staff = await newStaff();
    const { cookie } = await signIn(staff.email);
    expect(await statusFor(cookie)).toBe(200);
    await end(cookie);
    expect(await statusFor(cookie)).toBe(401);
  }
});

test('a session in constant use ends a day after the sign-in', async () => {
  const staff = await newStaff();
  const { cookie } = await signIn(staff.email);
  const inHours = async () =>
    (Number((await desk.knex('staff_sessions').where({ staff_id: staff.id }).first())?.expires_at) -
      Date.now()) /
    3_600_000;
  // 20 hours after the sign-in, last used just before it would have ended.
  await desk
    .knex('staff_sessions')
    .where({ staff_id: staff.id })
    .update({
      created_at: desk.knex.raw(`now() - interval '20 hours'`),
      updated_at: desk.knex.raw(`now() - interval '1 hour'`),
      expires_at: desk.knex.raw(`now() + interval '1 hour'`),
    });
  await signRows(desk.knex, 'session');
  expect(await statusFor(cookie)).toBe(200);
  expect(await inHours()).toBeGreaterThan(3.9);
  expect(await inHours()).toBeLessThanOrEqual(4);
  await desk
    .knex('staff_sessions')
    .where({ staff_id: staff.id })
    .update({ created_at: desk.knex.raw(`now() - interval '25 hours'`) });
  await signRows(desk.knex, 'session');
  expect(await statusFor(cookie)).toBe(401);
});

test('with https every cookie is host-bound, Secure, HttpOnly and strict; without, all but Secure', async () => {
  const staff = await newStaff();
  const overHttps = await signIn(staff.email, '', secureApp, HTTPS);
  expect(overHttps.status).toBe(200);
  expect(overHttps.lines.length).toBeGreaterThan(0);
  for (const line of overHttps.lines) {
    expect(line).toMatch(/^__Host-paydesk\./);
    expect(line).toMatch(/; Path=\/(;|$)/);
    expect(line).toMatch(/; Secure(;|$)/);
    expect(line).not.toMatch(/; Domain/i);
  }
  const overHttp = await signIn(staff.email);
  for (const line of overHttp.lines) expect(line).not.toMatch(/; Secure/);
  for (const line of [...overHttps.lines, ...overHttp.lines]) {
    expect(line).toMatch(/; HttpOnly(;|$)/);
    expect(line).toMatch(/; SameSite=Strict(;|$)/i);
  }
  expect(
    (
      await secureApp.inject({
        url: '/trpc/currencies.list?input=%7B%7D',
        headers: { cookie: overHttps.cookie },
      })
    ).statusCode,
  ).toBe(200);
});

test('with https a cookie without the prefix, which a sibling host could set, is ignored', async () => {
  const staff = await newStaff();
  const { cookie } = await signIn(staff.email, '', secureApp, HTTPS);
  expect(
    (
      await secureApp.inject({
        url: '/trpc/currencies.list?input=%7B%7D',
        headers: { cookie: cookie.replaceAll('__Host-', '') },
      })
    ).statusCode,
  ).toBe(401);
  expect(
    (
      await secureApp.inject({
        url: '/trpc/currencies.list?input=%7B%7D',
        headers: { cookie: cookie.replaceAll('__Host-', '__Secure-') },
      })
    ).statusCode,
  ).toBe(401);
});

function base32Text(base32: string): string {
  const bits = base32
    .split('')
    .map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString();
}
