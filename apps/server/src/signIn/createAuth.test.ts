import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { Browser, PUBLIC_URL } from './browser.fixture.ts';
import { createAuth, SESSION_SECONDS } from './createAuth.ts';
import { createStaff } from './createStaff.ts';
import { deactivateStaff } from '../auth/staffAccounts.ts';
import { reactivateStaff } from '../auth/staffAccounts.ts';
import { bindOriginKey, OriginKey } from '../origin/originKey.ts';
import { totpCode, totpStep } from '../base/totp.ts';

const { knex } = await testDatabase();
const settings = {
  knex,
  secret: 'a secret of the tests with more than 32 characters',
  publicUrl: PUBLIC_URL,
  fastHashing: true,
};
bindOriginKey(knex, new OriginKey(settings.secret));
const auth = createAuth(settings);
const password = 'correct horse battery';

let people = 0;
async function newStaff(role: 'viewer' | 'admin' = 'viewer') {
  people += 1;
  const { staff } = await createStaff(knex, auth, {
    email: `person${people}@desk.test`,
    name: `Person ${people}`,
    role,
    password,
  });
  return staff;
}

/** A member of staff with a second factor; the current code was used to turn it on. */
async function newStaffWithTotp() {
  const staff = await newStaff();
  const browser = new Browser(auth);
  await browser.signIn(staff.email, password);
  const enabled = await browser.post('/two-factor/enable', { password });
  const secret = base32Text(new URL(String(enabled.body?.['totpURI'])).searchParams.get('secret') ?? '');
  const firstCode = totpCode(secret, totpStep(new Date()));
  const verified = await browser.post('/two-factor/verify-totp', { code: firstCode });
  expect(verified.status).toBe(200);
  return {
    staff,
    secret,
    firstCode,
    browser,
    backupCodes: enabled.body?.['backupCodes'] as string[],
    uri: String(enabled.body?.['totpURI']),
  };
}

/** The code of an authenticator whose clock is slightly ahead: valid now, and not used yet. */
const nextCode = (secret: string) => totpCode(secret, totpStep(new Date()) + 1);

function base32Text(base32: string): string {
  const bits = base32
    .split('')
    .map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString();
}

const sessionsOf = async (staffId: string) => await knex('staff_sessions').where({ staff_id: staffId });
const currentEmail = async (browser: Browser) =>
  ((await browser.get('/get-session')).body?.['user'] as { email: string } | undefined)?.email;

test('the tables are what better-auth expects', async () => {
  const { checkSchema } = await auth.$context;
  expect(checkSchema).toBeTypeOf('function');
  await expect(checkSchema?.()).resolves.toBeUndefined();
});

test('the right password starts a session, with the e-mail address in any case', async () => {
  const staff = await newStaff();
  const browser = new Browser(auth);
  const answer = await browser.signIn(staff.email.toUpperCase(), password);
  expect(answer.status).toBe(200);
  expect(await currentEmail(browser)).toBe(staff.email);
});

test('a wrong password and an unknown e-mail get the same answer, and no cookie', async () => {
  const staff = await newStaff();
  const wrong = await new Browser(auth).signIn(staff.email, 'wrong horse battery');
  const unknown = await new Browser(auth).signIn('unknown@desk.test', password);
  expect(wrong.status).toBe(401);
  expect(unknown).toEqual(wrong);
  expect(wrong.setCookies).toEqual([]);
});

test('the session cookie is httpOnly, strict, lasts 12 hours, and holds no UUID to guess', async () => {
  const staff = await newStaff();
  const { setCookies } = await new Browser(auth).signIn(staff.email, password);
  const cookie = setCookies.find((line) => line.startsWith('paydesk.session_token=')) ?? '';
  expect(cookie).toMatch(/; HttpOnly/i);
  expect(cookie).toMatch(/; SameSite=Strict/i);
  expect(cookie).toMatch(/; Path=\/(;|$)/i);
  expect(cookie).toContain(`Max-Age=${SESSION_SECONDS}`);
  expect(cookie).not.toMatch(/; Secure/i);
  expect((await sessionsOf(staff.id))[0].token).toMatch(/^[A-Za-z0-9]{32}$/);
});

test('with https the cookie is Secure and bound to this host', async () => {
  const staff = await newStaff();
  const secure = createAuth({ ...settings, publicUrl: 'https://desk.test' });
  const response = await secure.handler(
    new Request('https://desk.test/api/auth/sign-in/email', {
      method: 'POST',
      headers: {
        origin: 'https://desk.test',
        'content-type': 'application/json',
        'x-paydesk-client-address': '10.9.9.9',
      },
      body: JSON.stringify({ email: staff.email, password }),
    }),
  );
  const cookie = response.headers
    .getSetCookie()
    .find((line) => line.startsWith('__Host-paydesk.session_token='));
  expect(cookie).toMatch(/; Secure/i);
  expect(cookie).toMatch(/; Path=\/(;|$)/i);
  expect(cookie).not.toMatch(/; Domain/i);
  const { response: session } = await secure.api.getSession({
    headers: new Headers({ cookie: cookie?.split(';')[0] ?? '' }),
    returnHeaders: true,
  });
  expect(session?.user.email).toBe(staff.email);
});

test('no session outlasts 12 hours, remembered or not', async () => {
  const staff = await newStaff();
  await new Browser(auth).post('/sign-in/email', { email: staff.email, password, rememberMe: false });
  await new Browser(auth).post('/sign-in/email', { email: staff.email, password, rememberMe: true });
  const lifetimes = (await sessionsOf(staff.id)).map((row) => (row.expires_at.getTime() - Date.now()) / 1000);
  expect(lifetimes).toHaveLength(2);
  for (const seconds of lifetimes) expect(Math.abs(seconds - SESSION_SECONDS)).toBeLessThan(60);
});

test('signing out ends the session in the database too', async () => {
  const staff = await newStaff();
  const browser = new Browser(auth);
  await browser.signIn(staff.email, password);
  expect((await browser.post('/sign-out')).status).toBe(200);
  expect(await sessionsOf(staff.id)).toEqual([]);
});

test('sign-up, profile changes and all other endpoints that the desk does not use are disabled', async () => {
  const before = await knex('staff').count('* as n').first();
  const browser = new Browser(auth);
  const staff = await newStaff();
  await browser.signIn(staff.email, password);
  for (const path of [
    '/sign-up/email',
    '/update-user',
    '/change-email',
    '/delete-user',
    '/request-password-reset',
    '/sign-in/social',
    '/two-factor/send-otp',
  ]) {
    const answer = await browser.post(path, {
      email: 'new@desk.test',
      name: 'New',
      password,
      role: 'admin',
      newEmail: 'new@desk.test',
      provider: 'github',
    });
    expect({ path, status: answer.status }).toEqual({ path, status: 404 });
  }
  const after = await knex('staff').count('* as n').first();
  expect(Number(after?.['n'])).toBe(Number(before?.['n']) + 1);
  expect(await knex('staff').where({ email: 'new@desk.test' })).toEqual([]);
});

test('a page of another origin cannot sign anyone in', async () => {
  const staff = await newStaff();
  const attacker = new Browser(auth, 'http://evil.test');
  expect((await attacker.signIn(staff.email, password)).status).toBe(403);
});

test('five wrong passwords lock one address out of one account, existing or not', async () => {
  const staff = await newStaff();
  for (const email of [staff.email, 'unknown@desk.test']) {
    const browser = new Browser(auth);
    const answers = [];
    for (let guess = 0; guess < 7; guess += 1)
      answers.push(await browser.signIn(email, `wrong guess ${guess}`));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(answers.at(-1)?.body).toMatchObject({ code: 'RATE_LIMITED' });
  }
});

test('a changed password ends every other session', async () => {
  const staff = await newStaff();
  const [here, there] = [new Browser(auth), new Browser(auth)];
  await here.signIn(staff.email, password);
  await there.signIn(staff.email, password);
  const changed = await here.post('/change-password', {
    currentPassword: password,
    newPassword: 'another horse battery',
    revokeOtherSessions: false,
  });
  expect(changed.status).toBe(200);
  expect(await currentEmail(here)).toBe(staff.email);
  expect(await currentEmail(there)).toBeUndefined();
});

test('with TOTP the password alone starts no session, the code does', async () => {
  const { staff, secret, uri } = await newStaffWithTotp();
  expect(uri).toContain('otpauth://totp/Paydesk:');
  await knex('staff_sessions').where({ staff_id: staff.id }).delete();
  const browser = new Browser(auth);
  const half = await browser.signIn(staff.email, password);
  expect(half.body).toMatchObject({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
  expect(await currentEmail(browser)).toBeUndefined();
  expect(await sessionsOf(staff.id)).toEqual([]);
  const whole = await browser.post('/two-factor/verify-totp', { code: nextCode(secret) });
  expect(whole.status).toBe(200);
  expect(await currentEmail(browser)).toBe(staff.email);
});

test('a TOTP code that was used is refused like a wrong one, in the same sign-in or another', async () => {
  const { staff, secret, firstCode } = await newStaffWithTotp();
  const code = nextCode(secret);
  const first = new Browser(auth);
  await first.signIn(staff.email, password);
  expect((await first.post('/two-factor/verify-totp', { code })).status).toBe(200);

  const second = new Browser(auth);
  await second.signIn(staff.email, password);
  const replayed = await second.post('/two-factor/verify-totp', { code });
  const older = await second.post('/two-factor/verify-totp', { code: firstCode });
  const wrong = await second.post('/two-factor/verify-totp', { code: '0000000' });
  expect(wrong.status).toBe(401);
  expect(replayed).toEqual(wrong);
  expect(older).toEqual(wrong);
  expect(await currentEmail(second)).toBeUndefined();
  const factor = await knex('staff_two_factors').where({ staff_id: staff.id }).first();
  expect(factor.failed_verification_count).toBe(3);
});

test('of ten sign-ins with the same TOTP code at once, exactly one succeeds', async () => {
  const { staff, secret } = await newStaffWithTotp();
  const browsers = Array.from({ length: 10 }, () => new Browser(auth));
  for (const browser of browsers) await browser.signIn(staff.email, password);
  const code = nextCode(secret);
  const answers = await Promise.all(
    browsers.map((browser) => browser.post('/two-factor/verify-totp', { code })),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
});

test('no device is trusted to skip the second factor', async () => {
  const { staff, secret, backupCodes } = await newStaffWithTotp();
  const browser = new Browser(auth);
  await browser.signIn(staff.email, password);
  const verified = await browser.post('/two-factor/verify-totp', {
    code: nextCode(secret),
    trustDevice: true,
  });
  expect(verified.status).toBe(200);
  expect(verified.setCookies.filter((line) => line.includes('trust_device'))).toEqual([]);
  await browser.post('/sign-out');
  expect((await browser.signIn(staff.email, password)).body).toMatchObject({ twoFactorRedirect: true });
  const byBackup = await browser.post('/two-factor/verify-backup-code', {
    code: backupCodes[0],
    trustDevice: true,
  });
  expect(byBackup.status).toBe(200);
  expect(byBackup.setCookies.filter((line) => line.includes('trust_device'))).toEqual([]);
});

test('a backup code works once', async () => {
  const { staff, backupCodes } = await newStaffWithTotp();
  const statuses: number[] = [];
  for (let use = 0; use < 2; use += 1) {
    const browser = new Browser(auth);
    await browser.signIn(staff.email, password);
    statuses.push((await browser.post('/two-factor/verify-backup-code', { code: backupCodes[0] })).status);
  }
  expect(statuses).toEqual([200, 401]);
});

test('passwords, TOTP secrets and backup codes are not readable in the database', async () => {
  const { secret, backupCodes } = await newStaffWithTotp();
  const rows = JSON.stringify([await knex('staff_accounts'), await knex('staff_two_factors')]);
  for (const value of [password, secret, String(backupCodes[0])]) expect(rows).not.toContain(value);
});

test('deactivated staff lose their sessions at once and get the answer of a wrong password', async () => {
  const staff = await newStaff();
  const browser = new Browser(auth);
  await browser.signIn(staff.email, password);
  await deactivateStaff(knex, { id: staff.id });
  expect(await currentEmail(browser)).toBeUndefined();
  const refused = await new Browser(auth).signIn(staff.email, password);
  expect(refused).toEqual(await new Browser(auth).signIn(staff.email, 'wrong horse battery'));
  expect(refused.setCookies).toEqual([]);
  await reactivateStaff(knex, { id: staff.id });
  expect((await new Browser(auth).signIn(staff.email, password)).status).toBe(200);
});

test('a sign-in that waits for its second factor ends with a deactivation too', async () => {
  const { staff, secret } = await newStaffWithTotp();
  const browser = new Browser(auth);
  await browser.signIn(staff.email, password);
  await deactivateStaff(knex, { id: staff.id });
  expect((await browser.post('/two-factor/verify-totp', { code: nextCode(secret) })).status).toBe(401);
  expect(await sessionsOf(staff.id)).toEqual([]);
});

test('an internal error is logged, and tells the caller nothing', async () => {
  const logged: unknown[] = [];
  const note = (facts: object, message: string) => void logged.push([facts, message]);
  const broken = createAuth({ ...settings, log: { debug: note, info: note, warn: note, error: note } });
  const staff = await newStaff();
  await knex.raw(`alter table staff_sessions add constraint broken check (token = 'impossible') not valid`);
  try {
    const answer = await new Browser(broken).signIn(staff.email, password);
    expect(answer).toEqual({
      status: 500,
      body: { message: 'Something went wrong on the server' },
      setCookies: [],
    });
    expect(logged).toContainEqual([
      expect.objectContaining({ source: 'auth' }),
      'sign-in failed with an internal error',
    ]);
  } finally {
    await knex.raw('alter table staff_sessions drop constraint broken');
  }
});
