import { afterEach, expect, test } from 'vitest';
import { MAX_LISTED, WINDOW_SECONDS } from '../../src/auditChain/recordBounded.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { totpCode, totpStep } from '../../src/base/totp.ts';
import { base32Text } from '../support/base32Text.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { httpDesk } from '../support/http.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;
const PASSWORD = 'a long enough password';

let people = 0;
async function newMember() {
  people += 1;
  const { staff } = await createStaff(knex, desk.auth, {
    email: `member${people}@signin.test`,
    name: `Member ${people}`,
    role: 'operator',
    password: PASSWORD,
  });
  return staff;
}

interface Row {
  action: string;
  actor_kind: string;
  actor_id: string | null;
  ip_address: string;
  request_id: string;
  session_id: string | null;
  user_agent: string;
  after: Record<string, unknown> | null;
}
const rowsAbout = (id: string): Promise<Row[]> =>
  knex('audit_log')
    .where({ subject_kind: 'staff', subject_id: id })
    .orderBy(['recorded_at', 'id'])
    .select<Row[]>('*');
const actionsAbout = async (id: string) => (await rowsAbout(id)).map(({ action }) => action);
const allRows = async () => Number((await knex('audit_log').count('* as n').first())?.['n']);

/** A refused request does not wait for its entry. */
const eventually = async (id: string, expected: string[]) =>
  await expect.poll(() => actionsAbout(id)).toEqual(expected);

// The counters of sign-in limits, better-auth's and the desk's, would carry over between tests.
afterEach(async () => {
  await knex('staff_rate_limits').delete();
});

test('a sign-in and a sign-out are recorded with person, address and session', async () => {
  const staff = await newMember();
  const browser = new HttpBrowser(app);
  expect((await browser.signIn(staff.email, PASSWORD)).status).toBe(200);
  const { id: session } = await knex('staff_sessions')
    .where({ staff_id: staff.id })
    .first<{ id: string }>('id');
  await browser.post('/auth/sign-out');
  const rows = await rowsAbout(staff.id);
  const from = {
    actor_kind: 'staff',
    actor_id: staff.id,
    ip_address: browser.address,
    request_id: expect.any(String) as string,
    session_id: session,
    user_agent: 'Test Browser 1.0',
  };
  expect(rows).toMatchObject([
    { ...from, action: 'auth.signIn', after: { secondFactor: 'none' } },
    { ...from, action: 'auth.signOut' },
  ]);
});

test('a wrong password for a member of staff is recorded, but not as their action', async () => {
  const staff = await newMember();
  const browser = new HttpBrowser(app);
  expect((await browser.signIn(staff.email.toUpperCase(), 'not the password at all')).status).toBe(401);
  await eventually(staff.id, ['auth.signInFailed']);
  expect((await rowsAbout(staff.id))[0]).toMatchObject({
    actor_kind: 'system',
    actor_id: null,
    ip_address: browser.address,
    session_id: null,
  });
});

test('guesses for unknown addresses are not recorded', async () => {
  const before = await allRows();
  for (let n = 0; n < 30; n += 1)
    await new HttpBrowser(app).signIn(`unknown${n}@elsewhere.test`, 'some password or other');
  await new HttpBrowser(app).post('/auth/sign-out');
  await new HttpBrowser(app).post('/auth/two-factor/verify-totp', { code: '123456' });
  await new HttpBrowser(app).post('/auth/change-password', {
    currentPassword: PASSWORD,
    newPassword: 'another long password',
  });
  for (const body of [
    {},
    { email: 7 },
    { email: 'a\0b@desk.test', password: 'x' },
    { email: 'x'.repeat(5000), password: 'y' },
  ])
    await new HttpBrowser(app).post('/auth/sign-in/email', body);
  await app.inject({ method: 'POST', url: '/trpc/payments.create', payload: {} });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await allRows()).toBe(before);
  expect(await knex('audit_bursts').whereLike('key', '%unknown%')).toEqual([]);
});

test('of many wrong passwords the first are recorded and the rest is counted', async () => {
  const staff = await newMember();
  const guess = async () => {
    await knex('staff_rate_limits').delete();
    return await new HttpBrowser(app).signIn(staff.email, 'a guess that is wrong');
  };
  await Promise.all(Array.from({ length: 12 }, guess));
  for (let n = 0; n < 3; n += 1) await guess();
  await eventually(
    staff.id,
    Array.from({ length: MAX_LISTED }, () => 'auth.signInFailed'),
  );
  expect((await rowsAbout(staff.id)).filter(({ after }) => after?.['moreAreCounted'] === true)).toHaveLength(
    1,
  );
  const burst = () =>
    knex('audit_bursts')
      .where({ key: `auth.signInFailed:${staff.id}` })
      .first<{ count: number; unlisted: number }>('count', 'unlisted');
  await expect.poll(burst).toEqual({ count: 15, unlisted: 15 - MAX_LISTED });
  await desk.advance(WINDOW_SECONDS);
  await guess();
  await eventually(
    staff.id,
    Array.from({ length: MAX_LISTED + 1 }, () => 'auth.signInFailed'),
  );
  expect(
    (await rowsAbout(staff.id)).find(({ after }) => after?.['unlistedBefore'] !== undefined)?.after,
  ).toEqual({ unlistedBefore: 15 - MAX_LISTED });
});

test('the second factor: preparing, enabling, asking, failing and signing in with it', async () => {
  const staff = await newMember();
  const browser = new HttpBrowser(app);
  await browser.signIn(staff.email, PASSWORD);
  const prepared = await browser.post('/auth/two-factor/enable', { password: PASSWORD });
  const secret = base32Text(new URL(String(prepared.body['totpURI'])).searchParams.get('secret') ?? '');
  const step = totpStep(new Date());
  expect((await browser.post('/auth/two-factor/verify-totp', { code: totpCode(secret, step) })).status).toBe(
    200,
  );

  const other = new HttpBrowser(app);
  expect((await other.signIn(staff.email, PASSWORD)).body['twoFactorRedirect']).toBe(true);
  expect((await other.post('/auth/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
  expect(
    (await other.post('/auth/two-factor/verify-totp', { code: totpCode(secret, step + 1) })).status,
  ).toBe(200);
  await eventually(staff.id, [
    'auth.signIn',
    'auth.totpPrepared',
    'auth.totpEnabled',
    'auth.secondFactorAsked',
    'auth.secondFactorFailed',
    'auth.signIn',
  ]);
  const rows = await rowsAbout(staff.id);
  expect(rows.at(-2)).toMatchObject({ actor_kind: 'system', ip_address: other.address });
  expect(rows.at(-1)).toMatchObject({ actor_kind: 'staff', after: { secondFactor: 'totp' } });
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('a password change is recorded, also a refused one, and no password is in the log', async () => {
  const staff = await newMember();
  const browser = new HttpBrowser(app);
  await browser.signIn(staff.email, PASSWORD);
  expect(
    (
      await browser.post('/auth/change-password', {
        currentPassword: 'not this one, sorry',
        newPassword: 'a brand new password',
      })
    ).status,
  ).toBe(400);
  await eventually(staff.id, ['auth.signIn', 'auth.passwordChanged.refused']);
  expect(
    (
      await browser.post('/auth/change-password', {
        currentPassword: PASSWORD,
        newPassword: 'a brand new password',
      })
    ).status,
  ).toBe(200);
  await eventually(staff.id, ['auth.signIn', 'auth.passwordChanged.refused', 'auth.passwordChanged']);
  const everything = JSON.stringify(await knex('audit_log'));
  for (const secret of [
    PASSWORD,
    'not this one, sorry',
    'a brand new password',
    'a guess that is wrong',
    'not the password at all',
  ])
    expect(everything).not.toContain(secret);
});
