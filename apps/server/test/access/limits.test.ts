import { afterAll, expect, test, vi } from 'vitest';
import { readBearer } from '../../src/auth/bearerSecret.ts';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { CLIENT_ADDRESS_HEADER } from '../../src/signIn/limitSignIn.ts';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import {
  resetAttempts,
  limitAttempts,
  retryAfterSecondsOf,
  type AttemptLimit,
} from '../../src/auth/limitAttempts.ts';
import { purgeExpiredTokens } from '../../src/users/purgeExpiredTokens.job.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { createApp } from '../../src/http/createApp.ts';
import { appCaller, call, type Caller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { newUser, offerCurrencies, secondDesk, testDesk, testSettings } from '../support/testDesk.ts';
import { signRows } from '../support/signRows.ts';

const here = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
const { knex } = here;
await offerCurrencies(here);
const second = await secondDesk(here);
const there = {
  ...second,
  auth: createAuth({
    knex: second.knex,
    secret: here.settings.secret,
    publicUrl: PUBLIC_URL,
    fastHashing: true,
  }),
};
const apps = [await createApp(here), await createApp(there)] as const;
afterAll(async () => await Promise.all(apps.map((app) => app.close())));

/** Whether each attempt was accepted. */
const attempts = async (count: number, attempt: (index: number) => Promise<unknown>) =>
  (await Promise.allSettled(Array.from({ length: count }, (_, index) => attempt(index)))).map(
    ({ status }) => status === 'fulfilled',
  );
const passed = (verdicts: boolean[]) => verdicts.filter(Boolean).length;

let keys = 0;
const newKey = () => `key-${(keys += 1)}`;

const password = 'correct horse battery';
let people = 0;
async function newStaff(): Promise<{ id: string; email: string }> {
  people += 1;
  const { staff } = await createStaff(knex, here.auth, {
    email: `person${people}@desk.test`,
    name: `Person ${people}`,
    role: 'viewer',
    password,
  });
  return staff;
}

// ---------------------------------------------------------------------------
// 1. The counter
// ---------------------------------------------------------------------------

test('of 50 concurrent attempts on two servers at most the limit is accepted', async () => {
  const key = newKey();
  const limit = { max: 7, windowSeconds: 60 };
  const verdicts = await attempts(
    50,
    async (index) => await limitAttempts(index % 2 === 0 ? here.knex : there.knex, 'race', key, limit),
  );
  expect(passed(verdicts)).toBe(7);
});

test('a refusal says how long to wait, and further attempts do not extend the wait', async () => {
  const key = newKey();
  const limit = { max: 1, windowSeconds: 60 };
  await limitAttempts(knex, 'wait', key, limit);
  const refusals = [];
  for (let i = 0; i < 3; i += 1)
    refusals.push(await limitAttempts(knex, 'wait', key, limit).catch((error: unknown) => error));
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ reason: 'RATE_LIMITED' });
    expect(retryAfterSecondsOf(refusal)).toBeGreaterThan(50);
    expect(retryAfterSecondsOf(refusal)).toBeLessThanOrEqual(60);
  }
});

test('a refused caller costs this server no further queries', async () => {
  const key = newKey();
  const limit = { max: 1, windowSeconds: 60 };
  await attempts(2, async () => await limitAttempts(knex, 'quiet', key, limit));
  const points = async () =>
    (await knex('rate_limits').where('key', 'like', `%${key}`).first<{ points: number }>())?.points;
  expect(await points()).toBe(2);
  expect(passed(await attempts(20, async () => await limitAttempts(knex, 'quiet', key, limit)))).toBe(0);
  expect(await points()).toBe(2);
});

test('with several limits, a refusal by one keeps the next one from counting', async () => {
  const key = newKey();
  const ladder: AttemptLimit[] = [
    { max: 2, windowSeconds: 1 },
    { max: 3, windowSeconds: 600 },
  ];
  const attempt = async () => await limitAttempts(knex, 'ladder', key, ladder);
  expect(await attempts(2, attempt)).toEqual([true, true]);
  // Refused ten times by the first limit: none of these may count for the long window.
  expect(passed(await attempts(10, attempt))).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await attempt();
  const refusal: unknown = await attempt().catch((error: unknown) => error);
  expect(retryAfterSecondsOf(refusal)).toBeGreaterThan(500);
});

test('buckets and keys are counted separately, and a reset clears only one key', async () => {
  const limit = { max: 1, windowSeconds: 60 };
  const [one, other] = [newKey(), newKey()];
  for (const [bucket, key] of [
    ['a', one],
    ['b', one],
    ['a', other],
  ] as const)
    expect(passed(await attempts(2, async () => await limitAttempts(knex, bucket, key, limit)))).toBe(1);
  await resetAttempts(knex, 'a', one, limit);
  expect(passed(await attempts(2, async () => await limitAttempts(knex, 'a', one, limit)))).toBe(1);
  expect(passed(await attempts(2, async () => await limitAttempts(knex, 'b', one, limit)))).toBe(0);
});

test('without its database a server counts for itself: neither unlimited nor locked', async () => {
  // knex logs that it cannot connect.
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const gone = connectDatabase('postgres://none:none@127.0.0.1:1/none');
  const key = newKey();
  expect(
    passed(
      await attempts(10, async () => await limitAttempts(gone, 'gone', key, { max: 4, windowSeconds: 60 })),
    ),
  ).toBe(4);
  await gone.destroy();
  log.mockRestore();
});

test('ended counters are deleted, running ones are not', async () => {
  const [old, running] = [newKey(), newKey()];
  for (const key of [old, running]) await limitAttempts(knex, 'sweep', key, { max: 9, windowSeconds: 60 });
  await knex('rate_limits')
    .where('key', 'like', `sweep%${old}`)
    .update({ expire: Date.now() - 3_700_000 });
  await purgeExpiredTokens(knex);
  expect(await knex('rate_limits').where('key', 'like', `sweep%`).pluck('key')).toEqual([
    expect.stringContaining(running),
  ]);
});

// ---------------------------------------------------------------------------
// 2. Sign-in
// ---------------------------------------------------------------------------

test('of 50 concurrent guesses at one account from one address on two servers, five are checked', async () => {
  const { email } = await newStaff();
  const answers = await Promise.all(
    Array.from(
      { length: 50 },
      async (_, index) =>
        await new Browser((index % 2 === 0 ? here : there).auth, PUBLIC_URL, '198.51.100.1').signIn(
          email,
          `guess ${index}`,
        ),
    ),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(45);
});

test('while an attacker is locked out, the account’s owner can sign in from another address', async () => {
  const { email } = await newStaff();
  for (let guess = 0; guess < 6; guess += 1)
    await new Browser(here.auth, PUBLIC_URL, '198.51.100.2').signIn(email, 'a wrong password');
  expect((await new Browser(here.auth, PUBLIC_URL, '198.51.100.2').signIn(email, password)).status).toBe(429);
  expect((await new Browser(here.auth, PUBLIC_URL, '203.0.113.2').signIn(email, password)).status).toBe(200);
});

test('when many addresses guess at one account, unknown ones wait for a minute, known ones do not', async () => {
  const { email } = await newStaff();
  expect((await new Browser(here.auth, PUBLIC_URL, '203.0.113.3').signIn(email, password)).status).toBe(200);
  const guesses = await Promise.all(
    Array.from(
      { length: 40 },
      async (_, index) =>
        await new Browser((index % 2 === 0 ? here : there).auth, PUBLIC_URL, `100.64.1.${index}`).signIn(
          email,
          'a wrong password',
        ),
    ),
  );
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(19);
  expect((await new Browser(there.auth, PUBLIC_URL, '100.64.2.1').signIn(email, password)).status).toBe(429);
  expect((await new Browser(there.auth, PUBLIC_URL, '203.0.113.3').signIn(email, password)).status).toBe(200);
  // The account's own window is short.
  const windows = await knex('rate_limits')
    .where('key', 'like', 'sign-in-account/%')
    .select<{ key: string; expire: string }[]>('key', 'expire');
  for (const { expire } of windows) expect(Number(expire) - Date.now()).toBeLessThanOrEqual(900_000);
});

test('an address is known for 90 days from the last sign-in there', async () => {
  const { id } = await newStaff();
  for (const [network, days] of [
    ['203.0.113.90', 89],
    ['203.0.113.91', 91],
  ] as const) {
    await knex('staff_known_addresses').insert({
      staff_id: id,
      network,
      last_seen_at: new Date(Date.now() - days * 86_400_000),
    });
  }
  await purgeExpiredTokens(knex);
  expect(await knex('staff_known_addresses').where({ staff_id: id }).pluck('network')).toEqual([
    '203.0.113.90',
  ]);
});

test('a known address is limited too', async () => {
  const { email } = await newStaff();
  await new Browser(here.auth, PUBLIC_URL, '203.0.113.4').signIn(email, password);
  const answers = [];
  for (let guess = 0; guess < 7; guess += 1)
    answers.push(
      (await new Browser(here.auth, PUBLIC_URL, '203.0.113.4').signIn(email, 'a wrong password')).status,
    );
  expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429]);
});

test('the right password resets the count of wrong ones, in any spelling of the e-mail address', async () => {
  const { email } = await newStaff();
  const browser = () => new Browser(here.auth, PUBLIC_URL, '203.0.113.5');
  for (let guess = 0; guess < 4; guess += 1) await browser().signIn(email, 'a wrong password');
  expect((await browser().signIn(email, password)).status).toBe(200);
  for (let guess = 0; guess < 4; guess += 1) await browser().signIn(email.toUpperCase(), 'a wrong password');
  expect((await browser().signIn(email, 'a wrong password')).status).toBe(401);
  expect((await browser().signIn(email.toUpperCase(), password)).status).toBe(429);
});

test('one address that guesses at many accounts is stopped, counted by IPv6 network', async () => {
  const answers = [];
  for (let index = 0; index < 34; index += 1)
    answers.push(
      (
        await new Browser(here.auth, PUBLIC_URL, `2001:db8:7:7::${index.toString(16)}`).signIn(
          `someone${index}@desk.test`,
          'a wrong password',
        )
      ).status,
    );
  expect(answers.filter((status) => status === 401)).toHaveLength(30);
  expect(answers.slice(30)).toEqual([429, 429, 429, 429]);
});

test('no counter contains a person’s name', async () => {
  const { email } = await newStaff();
  await new Browser(here.auth).signIn(email, 'a wrong password');
  expect(JSON.stringify(await knex('rate_limits').select('key'))).not.toContain('@desk.test');
});

test('with stolen sessions the password can be guessed only a few times, from any addresses', async () => {
  const { email } = await newStaff();
  const cookies: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    const browser = new Browser(here.auth);
    await browser.signIn(email, password);
    cookies.push(browser.cookie);
  }
  let guesses = 0;
  // better-auth itself allows three attempts in ten seconds from one address.
  const guess = async (cookie: string | undefined) =>
    await here.auth.handler(
      new Request(`${PUBLIC_URL}/api/auth/change-password`, {
        method: 'POST',
        headers: {
          cookie: cookie ?? '',
          origin: PUBLIC_URL,
          'content-type': 'application/json',
          [CLIENT_ADDRESS_HEADER]: `10.9.0.${(guesses += 1)}`,
        },
        body: JSON.stringify({
          currentPassword: `guess ${guesses} of many`,
          newPassword: 'a new long password',
        }),
      }),
    );
  const [first, ...others] = cookies;
  const statuses = [];
  for (let index = 0; index < 12; index += 1) statuses.push((await guess(first)).status);
  expect(statuses).toEqual([...Array<number>(10).fill(400), 429, 429]);
  // The other sessions of the person go on; together they have 60.
  for (const cookie of others.slice(0, 5))
    for (let index = 0; index < 10; index += 1) expect((await guess(cookie)).status).toBe(400);
  expect((await guess(others[5])).status).toBe(429);
});

test('wrong codes lock the second factor, on all servers', async () => {
  const { id, email } = await newStaff();
  const browser = new Browser(here.auth);
  await browser.signIn(email, password);
  await browser.post('/two-factor/enable', { password });
  await knex('staff').where({ id }).update({ two_factor_enabled: true });
  await knex('staff_two_factors').where({ staff_id: id }).update({ verified: true });
  await signRows(knex, 'two_factor');
  const statuses = [];
  for (let guess = 0; guess < 14; guess += 1) {
    const guesser = new Browser((guess % 2 === 0 ? here : there).auth);
    if ((await guesser.signIn(email, password)).status !== 200) throw new Error('the password was right');
    statuses.push((await guesser.post('/two-factor/verify-totp', { code: '000000' })).status);
  }
  expect(statuses.slice(0, 9)).not.toContain(429);
  expect(statuses.slice(11)).toEqual([429, 429, 429]);
  expect((await knex('staff_two_factors').where({ staff_id: id }).first())?.locked_until).toBeInstanceOf(
    Date,
  );
});

// ---------------------------------------------------------------------------
// 3. Keys, tokens, checkout
// ---------------------------------------------------------------------------

const ask = async (app: (typeof apps)[number], caller: Caller, remoteAddress: string) =>
  await app.inject({ url: '/trpc/currencies.list?input=%7B%7D', headers: caller, remoteAddress });

test('invalid keys from one address are limited on all servers together; a valid key beside them is not', async () => {
  const good = await appCaller(here, ['currencies.read']);
  const bad = { authorization: `Bearer pk_${'a'.repeat(43)}` };
  const answers = await Promise.all(
    Array.from(
      { length: 80 },
      async (_, index) => await ask(apps[index % 2 === 0 ? 0 : 1], bad, '198.51.100.10'),
    ),
  );
  expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(60);
  const late = answers.filter(({ statusCode }) => statusCode === 429);
  expect(late).toHaveLength(20);
  expect(late[0]?.json().error.data).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(Number(late[0]?.headers['retry-after'])).toBeGreaterThan(0);
  for (const app of apps) expect((await ask(app, good, '198.51.100.10')).statusCode).toBe(200);
  expect((await ask(apps[0], bad, '198.51.100.11')).statusCode).toBe(401);
});

test('a valid key costs one query, and is not counted', async () => {
  const good = await appCaller(here, ['currencies.read']);
  await ask(apps[0], good, '198.51.100.12');
  const used = { secret_hash: readBearer(good['authorization'] ?? '')?.hash };
  await expect
    .poll(async () => (await knex('api_key_secrets').where(used).whereNotNull('last_used_at')).length)
    .toBe(1);
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => void statements.push(sql);
  knex.on('query', note);
  const before = await knex('rate_limits').count('* as n').first();
  statements.length = 0;
  await ask(apps[0], good, '198.51.100.12');
  knex.off('query', note);
  expect(statements.filter((sql) => !sql.includes('from "currencies"'))).toEqual([
    expect.stringContaining('api_key_secrets'),
  ]);
  expect(await knex('rate_limits').count('* as n').first()).toEqual(before);
});

test('an app that creates many tokens for one user is limited, on all servers together', async () => {
  const app = await appCaller(here, ['users.token']);
  const [one, other] = [await newUser(here), await newUser(here)];
  const answers = [];
  for (let index = 0; index < 34; index += 1)
    answers.push((await call(apps[index % 2 === 0 ? 0 : 1], app, 'users.token', { userId: one.id })).status);
  expect(answers).toEqual([...Array<number>(30).fill(200), 429, 429, 429, 429]);
  expect((await call(apps[0], app, 'users.token', { userId: other.id })).status).toBe(200);
});

test('a payer’s requests are limited on all servers, and the counter does not contain the link', async () => {
  const { checkoutToken } = await newPayment(here, (await newUser(here)).id, '20.00');
  const statuses = [];
  for (let index = 0; index < 8; index += 1) {
    const { statusCode } = await apps[index % 2 === 0 ? 0 : 1].inject({
      method: 'POST',
      url: `/pay/${checkoutToken}/check`,
      remoteAddress: `198.51.101.${index}`,
      headers: { 'sec-fetch-site': 'same-origin', accept: 'application/json' },
    });
    statuses.push(statusCode);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  expect(JSON.stringify(await knex('rate_limits').select('key'))).not.toContain(checkoutToken);
});
