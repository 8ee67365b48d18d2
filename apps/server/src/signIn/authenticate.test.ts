import { PERMISSIONS, ROLE_PERMISSIONS, SERVICE_SCOPES, STAFF_ROLES, USER_PERMISSIONS } from '@paydesk/types';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { authenticate } from './authenticate.ts';
import { Browser, PUBLIC_URL } from './browser.fixture.ts';
import { bindOriginKey, OriginKey } from '../origin/originKey.ts';
import { signInserted } from '../origin/stampOrigin.ts';
import { changeSigned } from '../origin/stampOrigin.ts';
import { insertApiKey } from '../auth/apiKeys.ts';
import { type AuthLog, createAuth } from './createAuth.ts';
import { createStaff } from './createStaff.ts';
import { deactivateStaff } from '../auth/staffAccounts.ts';
import { mintUserToken } from '../auth/userTokens.ts';
import { purgeExpiredTokens } from '../users/purgeExpiredTokens.job.ts';
import { revokeApiKey } from '../apiKeys/revokeApiKey.ts';
import { systemActor } from '../base/actor.ts';
import { systemClock } from '../base/clock.ts';
import { revokeUserTokens } from '../auth/userTokens.ts';
import { setStaffRole } from '../auth/staffAccounts.ts';

const { knex } = await testDatabase();
const auth = createAuth({
  knex,
  secret: 'a secret of the tests with more than 32 characters',
  publicUrl: PUBLIC_URL,
  fastHashing: true,
});
const deps = { knex, auth };
const revoke = (id: string) => revokeApiKey({ knex, clock: systemClock }, systemActor('test'), { id });
const password = 'correct horse battery';
bindOriginKey(knex, new OriginKey('a secret for tests alone, long enough'));
const system = { kind: 'system', id: null } as const;

const withBearer = (secret: string, cookieHeaders = new Headers()) =>
  authenticate(deps, { authorization: `Bearer ${secret}`, cookieHeaders });
const withCookie = (cookieHeaders: Headers) => authenticate(deps, { cookieHeaders });
const newKey = (expiresAt?: Date) =>
  insertApiKey(knex, {
    name: 'shop',
    scopes: ['payments.create', 'users.read'],
    expiresAt,
    createdByStaffId: null,
  });

/** As the desk itself changes a key. */
const changeKey = async (id: string, change: object) =>
  await changeSigned(knex, 'api_key', id, async () => await knex('api_keys').where({ id }).update(change));

let people = 0;
async function signedIn(role: (typeof STAFF_ROLES)[number]) {
  people += 1;
  const { staff } = await createStaff(knex, auth, {
    email: `caller${people}@desk.test`,
    name: `Caller ${people}`,
    role,
    password,
  });
  const browser = new Browser(auth);
  await browser.signIn(staff.email, password);
  return { staff, browser };
}

async function newUser() {
  const id = newId();
  await knex('users').insert({ id, external_id: id, username: 'ada' });
  return id;
}

/** The reason of the refusal, after checking that its message repeats nothing that was sent. */
async function refusal(work: Promise<unknown>, secret = ''): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DomainError);
  if (secret !== '') expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(secret.slice(3));
  return (error as DomainError).reason;
}

// ---------------------------------------------------------------------------
// Anonymous callers and staff
// ---------------------------------------------------------------------------

test('without credentials the caller is anonymous and may do nothing', async () => {
  const { principal } = await withCookie(new Headers());
  expect(principal.kind).toBe('anonymous');
  expect(principal.permissions.size).toBe(0);
});

test.each(STAFF_ROLES)(
  'a session of a %s has the permissions of that role, no more and no fewer',
  async (role) => {
    const { staff, browser } = await signedIn(role);
    const { principal, setCookie } = await withCookie(browser.headers());
    expect(principal).toMatchObject({
      kind: 'staff',
      id: staff.id,
      name: staff.name,
      email: staff.email,
      role,
      twoFactorEnabled: false,
    });
    expect([...principal.permissions].sort()).toEqual([...ROLE_PERMISSIONS[role]].sort());
    expect(setCookie).toBeUndefined();
  },
);

test('a new role holds from the next request on, in the same session', async () => {
  const { staff, browser } = await signedIn('admin');
  await signedIn('admin');
  await setStaffRole(knex, { id: staff.id, role: 'viewer' });
  const { principal } = await withCookie(browser.headers());
  expect(principal.permissions.has('staff.manage')).toBe(false);
});

test('a session in use is extended, and the caller gets the new cookie', async () => {
  const { staff, browser } = await signedIn('viewer');
  await knex('staff_sessions')
    .where({ staff_id: staff.id })
    .update({ expires_at: knex.raw(`now() + interval '1 hour'`) });
  const { setCookie } = await withCookie(browser.headers());
  expect(setCookie?.join()).toContain('paydesk.session_token=');
  const row = await knex('staff_sessions').where({ staff_id: staff.id }).first();
  expect(row.expires_at.getTime() - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
});

test('a session that has ended is anonymous, and its cookie is removed', async () => {
  const { staff, browser } = await signedIn('viewer');
  await knex('staff_sessions')
    .where({ staff_id: staff.id })
    .update({ expires_at: knex.raw(`now() - interval '1 second'`) });
  const { principal, setCookie } = await withCookie(browser.headers());
  expect(principal.kind).toBe('anonymous');
  expect(setCookie?.join()).toMatch(/paydesk\.session_token=;.*Max-Age=0/);
});

test('a session cookie that was changed or signed by another desk is anonymous', async () => {
  const { staff, browser } = await signedIn('admin');
  const changed = browser.cookie.replace(/session_token=./, 'session_token=_');
  expect((await withCookie(new Headers({ cookie: changed }))).principal.kind).toBe('anonymous');
  const row = await knex('staff_sessions').where({ staff_id: staff.id }).first();
  expect(
    (await withCookie(new Headers({ cookie: `paydesk.session_token=${row.token}` }))).principal.kind,
  ).toBe('anonymous');
});

test('a session whose owner is deactivated is anonymous, even if its row were still there', async () => {
  const { staff, browser } = await signedIn('viewer');
  await knex('staff').where({ id: staff.id }).update({ deactivated_at: knex.fn.now() });
  expect(await knex('staff_sessions').where({ staff_id: staff.id })).toHaveLength(1);
  expect((await withCookie(browser.headers())).principal.kind).toBe('anonymous');
});

test('the database refuses sessions for deactivated staff', async () => {
  const { staff } = await signedIn('viewer');
  await deactivateStaff(knex, { id: staff.id });
  const session = {
    id: newId(),
    staff_id: staff.id,
    token: newId(),
    expires_at: new Date(Date.now() + 60_000),
  };
  await expect(knex('staff_sessions').insert(session)).rejects.toThrow(
    'only active staff can have a session',
  );
});

// ---------------------------------------------------------------------------
// API keys
// ---------------------------------------------------------------------------

test('a key has its scopes and may read its session, and nothing else', async () => {
  const { apiKey, key } = await newKey();
  expect(key).toMatch(/^pk_[A-Za-z0-9_-]{43}$/);
  expect(apiKey.secrets?.map((secret) => secret.prefix)).toEqual([key.slice(0, 8)]);
  expect(apiKey).toMatchObject({ scopes: ['payments.create', 'users.read'], revokedAt: null });
  const { principal } = await withBearer(key);
  expect(principal).toMatchObject({ kind: 'service', id: apiKey.id, name: 'shop' });
  expect([...principal.permissions].sort()).toEqual(['payments.create', 'session.read', 'users.read']);
});

test('a scope that services may not have is refused, and ignored if it is stored anyway', async () => {
  const forbidden = PERMISSIONS.filter(
    (permission) => !(SERVICE_SCOPES as readonly string[]).includes(permission),
  );
  const scopes = forbidden as unknown as typeof SERVICE_SCOPES;
  expect(await refusal(insertApiKey(knex, { name: 'greedy', scopes, createdByStaffId: null }))).toBe(
    'INVALID_INPUT',
  );
  const { apiKey, key } = await newKey();
  await changeKey(apiKey.id, { scopes: forbidden });
  expect([...(await withBearer(key)).principal.permissions]).toEqual(['session.read']);
});

test('a key without scopes, or one that has already expired, is refused', async () => {
  expect(await refusal(insertApiKey(knex, { name: 'empty', scopes: [], createdByStaffId: null }))).toBe(
    'INVALID_INPUT',
  );
  expect(await refusal(newKey(new Date(Date.now() - 1)))).toBe('INVALID_INPUT');
});

test('neither keys nor tokens are in the database, only their hashes', async () => {
  const { apiKey, key } = await newKey();
  const { token } = await mintUserToken(knex, { userId: await newUser(), mintedBy: system });
  const rows = JSON.stringify([
    await knex('api_keys'),
    await knex('api_key_secrets'),
    await knex('user_tokens'),
  ]);
  expect(rows).toContain(key.slice(0, 8));
  for (const secret of [key, token]) expect(rows).not.toContain(secret.slice(8));
  await expect(
    knex('api_key_secrets').insert({
      id: newId(),
      api_key_id: apiKey.id,
      prefix: key.slice(0, 8),
      secret_hash: key,
      ends_at: knex.fn.now(),
    }),
  ).rejects.toThrow('only_hashes_are_kept');
});

test.each<[string, (id: string) => Promise<unknown>]>([
  ['without its limits', async (id) => await knex('api_keys').where({ id }).update({ limits: '{"x":{}}' })],
  ['with more scopes', async (id) => await knex('api_keys').where({ id }).update({ scopes: SERVICE_SCOPES })],
  [
    'with another secret in place of its own',
    async (id) => {
      const proof = (await knex('api_key_secrets').whereNot({ api_key_id: id }).first('origin_mac'))
        ?.origin_mac;
      await knex('api_key_secrets').where({ api_key_id: id }).update({ origin_mac: proof });
    },
  ],
  ['without its proof', async (id) => await knex('api_keys').where({ id }).update({ origin_mac: null })],
])('a key that somebody changed in the database, %s, is refused and alarmed', async (_name, work) => {
  await newKey();
  const { apiKey, key } = await newKey();
  await work(apiKey.id);
  const alarms: unknown[] = [];
  const log = { warn() {}, error: (facts: unknown) => void alarms.push(facts) } as unknown as AuthLog;
  const given = { authorization: `Bearer ${key}`, cookieHeaders: new Headers() };
  expect(await refusal(authenticate({ ...deps, log }, given), key)).toBe('UNAUTHENTICATED');
  expect(alarms).toEqual([{ apiKeyId: apiKey.id, alarm: 'API_KEY_CHANGED' }]);
});

test('a member of staff who made themselves an admin by SQL is refused', async () => {
  const { staff, browser } = await signedIn('viewer');
  expect((await withCookie(browser.headers())).principal.kind).toBe('staff');
  await knex('staff').where({ id: staff.id }).update({ role: 'admin' });
  expect((await withCookie(browser.headers())).principal.kind).toBe('anonymous');
});

test('a key that is wrong, revoked or expired is refused, and only its holder learns why', async () => {
  const { apiKey, key } = await newKey();
  const wrong = key.slice(0, -2) + (key.endsWith('AA') ? 'BB' : 'AA');
  expect(await refusal(withBearer(wrong), wrong)).toBe('UNAUTHENTICATED');

  await changeKey(apiKey.id, { expires_at: knex.raw(`now() - interval '1 second'`) });
  expect(await refusal(withBearer(key), key)).toBe('API_KEY_EXPIRED');
  expect(await refusal(withBearer(wrong), wrong)).toBe('UNAUTHENTICATED');

  await changeKey(apiKey.id, { expires_at: null });
  expect((await withBearer(key)).principal.kind).toBe('service');
  const revoked = await revoke(apiKey.id);
  expect(revoked.revokedAt).toBeInstanceOf(Date);
  expect(await refusal(withBearer(key), key)).toBe('API_KEY_REVOKED');
  expect(await refusal(withBearer(wrong), wrong)).toBe('UNAUTHENTICATED');
  expect((await revoke(apiKey.id)).revokedAt).toEqual(revoked.revokedAt);
});

test.each([
  '',
  'Bearer',
  'Bearer ',
  'Basic dXNlcjpwYXNz',
  'Bearer xx_0000000000000000000000000000000000000000000',
  "Bearer pk_' or true --",
  'pk_without_scheme',
])('the header %j is refused, never anonymous', async (authorization) => {
  expect(await refusal(authenticate(deps, { authorization, cookieHeaders: new Headers() }))).toBe(
    'UNAUTHENTICATED',
  );
});

test('the Authorization header takes precedence over a session, also if it is invalid', async () => {
  const { browser } = await signedIn('admin');
  const { apiKey, key } = await newKey();
  expect((await withBearer(key, browser.headers())).principal).toMatchObject({
    kind: 'service',
    id: apiKey.id,
  });
  expect(await refusal(withBearer('nonsense', browser.headers()))).toBe('UNAUTHENTICATED');
});

test('the use of a key is recorded once a minute, not with every request', async () => {
  const { apiKey, key } = await newKey();
  const lastUse = async () =>
    (await knex('api_key_secrets').where({ api_key_id: apiKey.id }).first()).last_used_at as Date | null;
  await withBearer(key);
  await expect.poll(lastUse).toBeInstanceOf(Date);

  const halfAMinuteAgo = new Date(Date.now() - 30_000);
  await knex('api_key_secrets').where({ api_key_id: apiKey.id }).update({ last_used_at: halfAMinuteAgo });
  await withBearer(key);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await lastUse()).toEqual(halfAMinuteAgo);

  await knex('api_key_secrets')
    .where({ api_key_id: apiKey.id })
    .update({ last_used_at: new Date(Date.now() - 90_000) });
  await withBearer(key);
  await expect.poll(async () => Date.now() - Number(await lastUse())).toBeLessThan(30_000);
});

test('revoking an unknown key is refused', async () => {
  expect(await refusal(revoke(newId()))).toBe('NOT_FOUND');
  expect(await refusal(revoke('no uuid'))).toBe('NOT_FOUND');
});

// ---------------------------------------------------------------------------
// User tokens
// ---------------------------------------------------------------------------

test('a user token may do what users may, for its own user, for 15 minutes', async () => {
  const userId = await newUser();
  const { id, token, expiresAt } = await mintUserToken(knex, { userId, mintedBy: system });
  expect(token).toMatch(/^ut_[A-Za-z0-9_-]{43}$/);
  expect(Math.abs(expiresAt.getTime() - Date.now() - 900_000)).toBeLessThan(10_000);
  const { principal } = await withBearer(token);
  expect(principal).toMatchObject({ kind: 'user', id, userId, name: 'ada' });
  expect([...principal.permissions].sort()).toEqual([...USER_PERMISSIONS].sort());
});

test('a user token that has expired is refused', async () => {
  const { id, token } = await mintUserToken(knex, { userId: await newUser(), mintedBy: system });
  await knex('user_tokens')
    .where({ id })
    .update({ expires_at: knex.raw(`now() - interval '1 second'`) });
  await signInserted(knex, 'user_token', id);
  expect(await refusal(withBearer(token), token)).toBe('UNAUTHENTICATED');
});

test('revoking ends all tokens of one user and leaves the others', async () => {
  const [userId, other] = [await newUser(), await newUser()];
  const first = await mintUserToken(knex, { userId, mintedBy: system });
  const second = await mintUserToken(knex, { userId, mintedBy: system });
  const others = await mintUserToken(knex, { userId: other, mintedBy: system });
  expect(await revokeUserTokens(knex, { userId })).toBe(2);
  expect(await revokeUserTokens(knex, { userId })).toBe(0);
  for (const { token } of [first, second])
    expect(await refusal(withBearer(token), token)).toBe('UNAUTHENTICATED');
  expect((await withBearer(others.token)).principal.kind).toBe('user');
});

test('an anonymised user gets no token, and older ones are refused', async () => {
  const userId = await newUser();
  const { token } = await mintUserToken(knex, { userId, mintedBy: system });
  await knex('users').where({ id: userId }).update({ anonymized_at: knex.fn.now() });
  expect(await refusal(withBearer(token), token)).toBe('UNAUTHENTICATED');
  expect(await refusal(mintUserToken(knex, { userId, mintedBy: system }))).toBe('USER_ANONYMIZED');
});

test('a token needs a user and is valid for at most a day', async () => {
  const userId = await newUser();
  for (const unknown of [newId(), 'no uuid'])
    expect(await refusal(mintUserToken(knex, { userId: unknown, mintedBy: system }))).toBe('NOT_FOUND');
  for (const ttlSeconds of [0, -1, 1.5, 86_401, Number.NaN])
    expect(await refusal(mintUserToken(knex, { userId, ttlSeconds, mintedBy: system }))).toBe(
      'INVALID_INPUT',
    );
  await expect(mintUserToken(knex, { userId, ttlSeconds: 86_400, mintedBy: system })).resolves.toMatchObject({
    userId,
  });
});

test('purging deletes what expired over a day ago and nothing that is still valid', async () => {
  const userId = await newUser();
  const old = await mintUserToken(knex, { userId, mintedBy: system });
  const fresh = await mintUserToken(knex, { userId, mintedBy: system });
  await knex('user_tokens')
    .where({ id: old.id })
    .update({ expires_at: knex.raw(`now() - interval '25 hours'`) });
  const { staff, browser } = await signedIn('viewer');
  await knex('staff_sessions').insert({
    id: newId(),
    staff_id: staff.id,
    token: newId(),
    expires_at: new Date(Date.now() - 90_000_000),
  });
  expect(await purgeExpiredTokens(knex)).toMatchObject({ user_tokens: 1, staff_sessions: 1 });
  expect((await withBearer(fresh.token)).principal.kind).toBe('user');
  expect((await withCookie(browser.headers())).principal.kind).toBe('staff');
});
