import type { Knex } from 'knex';
import { expect, onTestFinished, test } from 'vitest';
import { revokeApiKey } from '../../src/apiKeys/revokeApiKey.ts';
import { rotateApiKey } from '../../src/apiKeys/rotateApiKey.ts';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { mintUserToken, revokeUserTokens } from '../../src/auth/userTokens.ts';
import { changeSigned, signInserted } from '../../src/origin/stampOrigin.ts';
import { CREDENTIALS_CHANNEL } from '../../src/signIn/watchCredentials.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { appCaller, call, httpDesk, staffCaller } from '../support/http.ts';
import { remember, rememberingServer } from '../support/rememberingServer.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
/** Two servers, as two processes are: each with its own pool, memory and connection for announcements. */
const here = await rememberingServer(desk, 'here');
const there = await rememberingServer(desk, 'there');
const system = { kind: 'system', id: null } as const;
/** What is revoked elsewhere is refused within a second. */
const SECOND = 1000;
/** The same on a busy machine; much less than an unannounced change would take. */
const SOON = 2500;

/** The process of the server's connection for announcements. */
async function listenerOf(name: string): Promise<number> {
  const [found] = await desk
    .knex('pg_stat_activity')
    .whereRaw('datname = current_database()')
    .where({ application_name: `${name}-credentials` })
    .select<{ pid: number }[]>('pid');
  return found?.pid ?? 0;
}

const newKey = async (more: object = {}) =>
  await insertApiKey(desk.knex, {
    name: 'shop',
    scopes: ['balances.read', 'users.token'],
    createdByStaffId: null,
    ...more,
  });
const changeKey = async (id: string, change: object) =>
  await changeSigned(
    desk.knex,
    'api_key',
    id,
    async () => await desk.knex('api_keys').where({ id }).update(change),
  );

async function newToken(more: object = {}) {
  const user = await newUser(desk);
  const { token, id } = await mintUserToken(desk.knex, { userId: user.id, mintedBy: system, ...more });
  return { user, token, id };
}

interface Given {
  apiKey: { id: string };
  user: { id: string };
  tokenId: string;
}
const keyChanges: [string, (given: Given) => Promise<unknown>, RegExp][] = [
  ['revoked', async ({ apiKey }) => await revokeApiKey(desk, actors.system, apiKey), /^API_KEY_REVOKED$/],
  [
    'rotated without an overlap',
    async ({ apiKey }) => await rotateApiKey(desk, actors.system, { ...apiKey, overlapHours: 0 }),
    /^API_KEY_EXPIRED$/,
  ],
  [
    'given an end',
    async ({ apiKey }) => await changeKey(apiKey.id, { expires_at: new Date() }),
    /^API_KEY_EXPIRED$/,
  ],
  [
    'limited to other addresses',
    async ({ apiKey }) =>
      await changeKey(apiKey.id, { allowed_addresses: desk.knex.raw(`array['198.51.100.0/24'::cidr]`) }),
    /^ADDRESS_NOT_ALLOWED$/,
  ],
  [
    'given other scopes',
    async ({ apiKey }) => await changeKey(apiKey.id, { scopes: ['balances.read'] }),
    /^shop: balances\.read session\.read$/,
  ],
  ['renamed', async ({ apiKey }) => await changeKey(apiKey.id, { name: 'other' }), /^other: /],
  [
    'changed behind the desk',
    async ({ apiKey }) =>
      await desk
        .knex('api_keys')
        .where({ id: apiKey.id })
        .update({ scopes: ['users.read'] }),
    /^UNAUTHENTICATED$/,
  ],
  [
    'deprived of its secret',
    async ({ apiKey }) =>
      await desk.knex.transaction(async (trx) => {
        const guard = 'trigger api_key_secrets_are_permanent';
        await trx.raw(`alter table api_key_secrets disable ${guard}`);
        await trx('api_key_secrets').where({ api_key_id: apiKey.id }).delete();
        await trx.raw(`alter table api_key_secrets enable always ${guard}`);
      }),
    /^UNAUTHENTICATED$/,
  ],
  [
    'given a secret without its proof',
    async ({ apiKey }) =>
      await desk.knex('api_key_secrets').where({ api_key_id: apiKey.id }).update({ origin_mac: null }),
    /^UNAUTHENTICATED$/,
  ],
];

test.each(keyChanges)('a remembered key that is %s is so on another server', async (_, change, expected) => {
  const { apiKey, key } = await newKey();
  await remember(here, key);
  await remember(there, key);
  await change({ apiKey, user: { id: '' }, tokenId: '' });
  for (const each of [here, there])
    await expect.poll(async () => await each.answer(key), { timeout: SOON, interval: 20 }).toMatch(expected);
});

const tokenChanges: typeof keyChanges = [
  [
    'revoked',
    async ({ user }) => await revokeUserTokens(desk.knex, { userId: user.id }),
    /^UNAUTHENTICATED$/,
  ],
  [
    'of a user who is anonymised',
    async ({ user }) => await anonymizeUser(desk, actors.staff(), user.id),
    /^UNAUTHENTICATED$/,
  ],
  [
    'of a user whose row alone is anonymised',
    async ({ user }) =>
      await desk.knex('users').where({ id: user.id }).update({ anonymized_at: desk.knex.fn.now() }),
    /^UNAUTHENTICATED$/,
  ],
  [
    'of a user with another name',
    async ({ user }) => await desk.knex('users').where({ id: user.id }).update({ username: 'Grace' }),
    /^Grace: /,
  ],
  [
    'of an app whose key is revoked',
    async ({ apiKey }) => await revokeApiKey(desk, actors.system, apiKey),
    /^UNAUTHENTICATED$/,
  ],
  [
    'of an app whose key has ended',
    async ({ apiKey }) => await changeKey(apiKey.id, { expires_at: new Date() }),
    /^UNAUTHENTICATED$/,
  ],
  [
    'given other scopes',
    async ({ tokenId }) => {
      await desk
        .knex('user_tokens')
        .where({ id: tokenId })
        .update({ scopes: ['balances.read'] });
      await signInserted(desk.knex, 'user_token', tokenId);
    },
    /: balances\.read session\.read$/,
  ],
  [
    'ended sooner',
    async ({ tokenId }) => {
      await desk.knex('user_tokens').where({ id: tokenId }).update({ expires_at: new Date() });
      await signInserted(desk.knex, 'user_token', tokenId);
    },
    /^UNAUTHENTICATED$/,
  ],
  [
    'deleted',
    async ({ tokenId }) => await desk.knex('user_tokens').where({ id: tokenId }).delete(),
    /^UNAUTHENTICATED$/,
  ],
];

test.each(tokenChanges)(
  'a remembered token that is %s is so on another server',
  async (_, change, expected) => {
    const { apiKey } = await newKey();
    const { user, token, id } = await newToken({ mintedBy: { kind: 'service', id: apiKey.id } });
    await remember(here, token);
    await remember(there, token);
    await change({ apiKey, user, tokenId: id });
    for (const each of [here, there])
      await expect
        .poll(async () => await each.answer(token), { timeout: SOON, interval: 20 })
        .toMatch(expected);
  },
);

test('a remembered key ends at its end, and so do the tokens of its app', async () => {
  const { apiKey, key } = await newKey({ expiresAt: new Date(Date.now() + 2500) });
  const { token } = await newToken({ mintedBy: { kind: 'service', id: apiKey.id } });
  await remember(here, key);
  await remember(here, token);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect([await here.answer(key), await here.answer(token)]).toEqual(['API_KEY_EXPIRED', 'UNAUTHENTICATED']);
});

test('a remembered token ends at its end', async () => {
  const { token } = await newToken({ ttlSeconds: 2 });
  await remember(here, token);
  await new Promise((resolve) => setTimeout(resolve, 2050));
  expect(await here.answer(token)).toBe('UNAUTHENTICATED');
});

test('a revocation holds within a second although its announcement does not arrive', async () => {
  const { apiKey, key } = await newKey();
  const other = await newKey();
  await remember(here, key);
  const listener = await listenerOf('here');
  process.kill(listener, 'SIGSTOP');
  onTestFinished(() => void process.kill(listener, 'SIGCONT'));
  await revokeApiKey({ ...desk, knex: there.knex }, actors.system, apiKey);
  await new Promise((resolve) => setTimeout(resolve, SECOND));
  expect(await here.answer(key)).toBe('API_KEY_REVOKED');
  // Other apps go on, with a query for each request.
  expect([await here.isRemembered(other.key), await here.isRemembered(other.key)]).toEqual([false, false]);
});

test('when the connection for announcements is cut, everything is forgotten, and remembered again later', async () => {
  const { apiKey, key } = await newKey();
  await remember(there, key);
  const listener = await listenerOf('there');
  await desk.knex.raw('select pg_terminate_backend(?)', [listener]);
  await expect.poll(() => there.credentials.size, { timeout: SOON, interval: 10 }).toBe(0);
  await revokeApiKey({ ...desk, knex: here.knex }, actors.system, apiKey);
  expect(await there.answer(key)).toBe('API_KEY_REVOKED');
  const other = await newKey();
  await remember(there, other.key);
  expect(await listenerOf('there')).not.toBe(listener);
});

test('behind a pooler that passes no announcements on, every secret is looked up', async () => {
  const deaf = await rememberingServer(desk, 'deaf', (knex) => {
    const { client } = knex;
    return {
      client: {
        config: client.config,
        async acquireRawConnection() {
          const connection = await client.acquireRawConnection();
          const on = connection.on.bind(connection);
          connection.on = (event: string, callback: () => void) =>
            event === 'notification' ? connection : on(event, callback);
          return connection;
        },
      },
    } as unknown as Knex;
  });
  const { apiKey, key } = await newKey();
  const until = Date.now() + 2000;
  while (Date.now() < until) {
    expect(await deaf.isRemembered(key)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(deaf.watch.isConfirmed()).toBe(false);
  await revokeApiKey({ ...desk, knex: there.knex }, actors.system, apiKey);
  expect(await deaf.answer(key)).toBe('API_KEY_REVOKED');
});

test('when announcements come from another server than secrets are read from, as after a failover, every secret is looked up', async () => {
  // Of another database no announcement arrives either, as of a former primary that still runs.
  const former = connectDatabase((await testDatabase()).url.replace(/[^/]*$/, 'postgres'), { poolMax: 1 });
  onTestFinished(async () => await former.destroy());
  const behind = await rememberingServer(desk, 'behind', () => former);
  const { apiKey, key } = await newKey();
  const until = Date.now() + 1000;
  while (Date.now() < until) {
    expect(await behind.isRemembered(key)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await revokeApiKey({ ...desk, knex: there.knex }, actors.system, apiKey);
  expect(await behind.answer(key)).toBe('API_KEY_REVOKED');
});

test('with a connection past the pooler, secrets are remembered, until either connection is cut', async () => {
  const direct = connectDatabase((await testDatabase()).url, { applicationName: 'past', poolMax: 1 });
  onTestFinished(async () => await direct.destroy());
  const behind = await rememberingServer(desk, 'pooled', () => direct);
  const { key } = await newKey();
  await remember(behind, key);
  const sender = await desk
    .knex('pg_stat_activity')
    .where({ application_name: 'pooled' })
    .where('query', 'like', '%pg_notify%')
    .first<{ pid: number }>('pid');
  await desk.knex.raw('select pg_terminate_backend(?)', [sender.pid]);
  await expect.poll(() => behind.credentials.size, { timeout: SOON, interval: 10 }).toBe(0);
  await remember(behind, key);
});

test('the use of a key is recorded once a minute, and announced to no server', async () => {
  const heard: string[] = [];
  const connection = await desk.knex.client.acquireRawConnection();
  onTestFinished(async () => await connection.end());
  connection.on('notification', ({ payload }: { payload: string }) => void heard.push(payload));
  const { apiKey, key } = await newKey();
  await connection.query(`listen ${CREDENTIALS_CHANNEL}`);
  const lastUse = async () =>
    (await desk.knex('api_key_secrets').where({ api_key_id: apiKey.id }).first('last_used_at'))
      .last_used_at as Date | null;
  await remember(here, key);
  await expect.poll(lastUse, { timeout: 10_000 }).not.toBeNull();
  const used = await lastUse();
  for (let n = 0; n < 100; n += 1) await here.enter(key);
  expect(await lastUse()).toEqual(used);
  // New secrets, and users who are frozen, change nothing that is remembered.
  const { user } = await newToken();
  await freezeUser(desk, actors.staff(), user.id, true, 'looked at');
  await desk.knex.raw(`select pg_notify('${CREDENTIALS_CHANNEL}', 'the end')`);
  await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe('the end');
  expect(heard.filter((payload) => !payload.startsWith('probe '))).toEqual(['the end']);
});

test('a use is recorded again after a minute, also of a key that is remembered', async () => {
  const { apiKey, key } = await newKey();
  await remember(here, key);
  await expect
    .poll(
      async () =>
        await desk.knex('api_key_secrets').where({ api_key_id: apiKey.id }).whereNotNull('last_used_at'),
    )
    .toHaveLength(1);
  await desk
    .knex('api_key_secrets')
    .where({ api_key_id: apiKey.id })
    .update({ last_used_at: new Date(Date.now() - 59_500) });
  here.credentials.forget();
  await remember(here, key);
  const isNew = async () =>
    (await desk
      .knex('api_key_secrets')
      .where({ api_key_id: apiKey.id })
      .whereRaw(`last_used_at > now() - interval '30 seconds'`)
      .first()) !== undefined;
  await expect
    .poll(
      async () => {
        await here.enter(key);
        return await isNew();
      },
      { timeout: 3000 },
    )
    .toBe(true);
});

test.each(['user_tokens', 'api_key_secrets'])('emptying %s forgets everything', async (table) => {
  const { key } = await newKey();
  await remember(here, key);
  // Only someone with the owner's rights can do that.
  await desk.knex.transaction(async (trx) => {
    await trx.raw('create temporary table kept on commit drop as table ??', [table]);
    await trx.raw('truncate ??', [table]);
    await trx.raw('insert into ?? table kept', [table]);
  });
  await expect.poll(() => here.credentials.size, { timeout: SOON, interval: 5 }).toBe(0);
});

test('invented secrets take no memory', async () => {
  const { key } = await newKey();
  await remember(here, key);
  const before = here.credentials.size;
  for (let n = 0; n < 50; n += 1) {
    const invented = `${n % 2 === 0 ? 'pk' : 'ut'}_${String(n).padStart(43, 'x')}`;
    expect(['UNAUTHENTICATED', 'RATE_LIMITED']).toContain(await here.answer(invented));
  }
  expect(here.credentials.size).toBeLessThanOrEqual(before);
  await remember(here, key);
});

test('what is revoked through a server is refused by it at once, announced or not', async () => {
  // Nothing is heard, and all is taken for confirmed.
  desk.credentials.watch(() => desk.credentials.confirm(desk.credentials.now()));
  onTestFinished(() => desk.credentials.unwatch());
  const [admin, shop] = [await staffCaller(desk, 'admin'), await appCaller(desk, ['users.token'])];
  const { apiKey, key } = await newKey();
  const { user, token } = await newToken();
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const statusOf = async (secret: string) => (await call(app, bearer(secret), 'system.session')).status;
  for (const secret of [key, token]) await statusOf(secret);
  expect(desk.credentials.size).toBe(2);

  expect((await call(app, shop, 'users.revokeTokens', { userId: user.id })).status).toBe(200);
  expect(await statusOf(token)).toBe(401);
  expect(await statusOf(key)).toBe(200);
  expect((await call(app, admin, 'apiKeys.revoke', { id: apiKey.id })).status).toBe(200);
  expect(await statusOf(key)).toBe(401);
});
