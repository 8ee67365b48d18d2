import { USER_PERMISSIONS, type UserScope } from '@paydesk/types';
import { expect, test } from 'vitest';
import { appCaller, call, callAll, httpDesk, procedures, staffCaller, type Caller } from '../support/http.ts';
import { signRows } from '../support/signRows.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const shop = await appCaller(desk, ['users.token', 'users.read', 'users.write']);
const admin = await staffCaller(desk, 'admin');
const operator = await staffCaller(desk, 'operator');

interface Minted {
  token: string;
  userId: string;
  scopes: string[];
  expiresAt: string;
}
const mint = async (userId: string, more: object = {}) =>
  await call(app, shop, 'users.token', { userId, ...more });
const minted = async (userId: string, more: object = {}): Promise<Caller> => ({
  authorization: `Bearer ${((await mint(userId, more)).data as Minted).token}`,
});
const statusFor = async (caller: Caller) => (await call(app, caller, 'balances.list')).status;
const liveTokens = async (caller: Caller, id: string) =>
  ((await call(app, caller, 'users.get', { id })).data as { liveTokens: number | null }).liveTokens;

test.each<[UserScope[]]>([
  [['balances.read']],
  [['payments.read', 'payments.create']],
  [['session.read']],
  [[...USER_PERMISSIONS]],
])('a token limited to %j may do that, read its session, and nothing else', async (scopes) => {
  const user = await newUser(desk);
  const answer = await mint(user.id, { scopes });
  expect((answer.data as Minted).scopes.toSorted()).toEqual(scopes.toSorted());
  const caller = { authorization: `Bearer ${(answer.data as Minted).token}` };
  const whole = await minted(user.id);
  const granted = new Set<string>(['session.read', ...scopes]);
  for (const type of ['query', 'mutation'] as const) {
    const paths = [...procedures].filter(([, procedure]) => procedure.type === type).map(([path]) => path);
    const answers = await callAll(app, caller, paths, { dryRun: true });
    // Some procedures are only for staff, with any permission.
    const open = await callAll(app, whole, paths, { dryRun: true });
    for (const path of paths)
      expect([path, answers.get(path) !== 'FORBIDDEN']).toEqual([
        path,
        granted.has(String(procedures.get(path)?.meta?.permission)) && open.get(path) !== 'FORBIDDEN',
      ]);
  }
});

test('a token without scopes may do everything that users may', async () => {
  expect(((await mint((await newUser(desk)).id)).data as Minted).scopes.toSorted()).toEqual(
    [...USER_PERMISSIONS].toSorted(),
  );
});

test.each([
  [[]],
  [['transactions.charge']],
  [['balances.read', 'users.token']],
  [['everything']],
  ['balances.read'],
])('a token cannot be given the scopes %j', async (scopes) => {
  expect((await mint((await newUser(desk)).id, { scopes })).error?.data.reason).toBe('INVALID_INPUT');
});

test('an app revokes all tokens of one user with the next request, and no others', async () => {
  const [one, other] = [await newUser(desk), await newUser(desk)];
  const tokens = [await minted(one.id), await minted(one.id, { scopes: ['balances.read'] })];
  const others = await minted(other.id);
  expect(await liveTokens(shop, one.id)).toBe(2);
  expect((await call(app, shop, 'users.revokeTokens', { userId: one.id })).data).toEqual({
    userId: one.id,
    revoked: 2,
  });
  for (const token of tokens) expect(await statusFor(token)).toBe(401);
  expect(await statusFor(others)).toBe(200);
  expect([await liveTokens(shop, one.id), await liveTokens(shop, other.id)]).toEqual([0, 1]);
  expect((await call(app, shop, 'users.revokeTokens', { userId: one.id })).data).toEqual({
    userId: one.id,
    revoked: 0,
  });
  expect(await statusFor(await minted(one.id))).toBe(200);
});

test('staff revoke the tokens of a user too, and the audit log names them', async () => {
  const user = await newUser(desk);
  const token = await minted(user.id);
  expect((await call(app, operator, 'users.revokeTokens', { userId: user.id })).status).toBe(200);
  expect(await statusFor(token)).toBe(401);
  expect(
    await desk.knex('audit_log').where({ subject_id: user.id, action: 'users.revokeTokens' }),
  ).toMatchObject([{ actor_kind: 'staff', after: { revoked: 1 } }]);
});

test('staff can revoke tokens but not create them; users can do neither', async () => {
  const user = await newUser(desk);
  expect((await call(app, operator, 'users.token', { userId: user.id })).error?.data.reason).toBe(
    'PERMISSION_DENIED',
  );
  const token = await minted(user.id);
  for (const path of ['users.token', 'users.revokeTokens'])
    expect((await call(app, token, path, { userId: user.id })).error?.data.reason).toBe('PERMISSION_DENIED');
  expect(
    (await call(app, await staffCaller(desk, 'viewer'), 'users.revokeTokens', { userId: user.id })).error
      ?.data.reason,
  ).toBe('PERMISSION_DENIED');
});

test('a frozen user can read but not request withdrawals; an anonymised one can do nothing', async () => {
  const user = await newUser(desk);
  const token = await minted(user.id);
  await call(app, operator, 'users.freeze', { id: user.id, note: 'suspicious' });
  expect(await statusFor(token)).toBe(200);
  expect(await statusFor(await minted(user.id))).toBe(200);
  const order = {
    userId: user.id,
    amountUsd: '20.00',
    currencyCode: 'USDTTRC20',
    walletAddress: 'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
  };
  expect((await call(app, token, 'withdrawals.create', order)).error?.data.reason).toBe('USER_FROZEN');
  await call(app, operator, 'users.anonymize', { id: user.id });
  expect(await statusFor(token)).toBe(401);
  expect((await mint(user.id)).error?.data.reason).toBe('USER_ANONYMIZED');
});

test('a token expires, and cannot be valid for more than a day', async () => {
  const user = await newUser(desk);
  const token = await minted(user.id, { ttlSeconds: 60 });
  expect(await statusFor(token)).toBe(200);
  await desk
    .knex('user_tokens')
    .where({ user_id: user.id })
    .update({ expires_at: desk.knex.raw(`now() - interval '1 second'`) });
  await signRows(desk.knex, 'user_token');
  expect(await statusFor(token)).toBe(401);
  for (const ttlSeconds of [59, 86_401])
    expect((await mint(user.id, { ttlSeconds })).error?.data.reason).toBe('INVALID_INPUT');
});

test('the number of a user’s tokens is shown to apps and staff, and not in lists', async () => {
  const user = await newUser(desk);
  const token = await minted(user.id);
  expect([
    await liveTokens(shop, user.id),
    await liveTokens(operator, user.id),
    await liveTokens(token, user.id),
  ]).toEqual([1, 1, null]);
  const list = (await call(app, shop, 'users.list', { filter: { q: user.username } })).data as {
    data: { liveTokens: number | null }[];
  };
  expect(list.data.map((row) => row.liveTokens)).toEqual([null]);
});

const ENDS: [string, (id: string) => Promise<unknown>][] = [
  ['is revoked', async (id) => await call(app, admin, 'apiKeys.revoke', { id })],
  [
    'expires',
    async (id) =>
      await desk
        .knex('api_keys')
        .where({ id })
        .update({ expires_at: desk.knex.raw(`now() - interval '1 second'`) }),
  ],
];

test.each(ENDS)('the tokens of an app end with its key when that %s', async (_how, end) => {
  const user = await newUser(desk);
  const { id, key } = (await call(app, admin, 'apiKeys.create', { name: 'shop', scopes: ['users.token'] }))
    .data as { id: string; key: string };
  const thief = { authorization: `Bearer ${key}` };
  const { data } = await call(app, thief, 'users.token', { userId: user.id, ttlSeconds: 86_400 });
  const token = { authorization: `Bearer ${(data as Minted).token}` };
  const others = await minted(user.id);
  expect([await statusFor(token), await liveTokens(operator, user.id)]).toEqual([200, 2]);
  await end(id);
  expect([await statusFor(token), await statusFor(others)]).toEqual([401, 200]);
  expect(await liveTokens(operator, user.id)).toBe(1);
});
