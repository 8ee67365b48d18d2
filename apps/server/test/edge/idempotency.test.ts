import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, inject, test } from 'vitest';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { sqlMigrations } from '../../src/db/sqlMigrations.ts';
import { call, httpDesk, staffCaller, userCaller, type Caller } from '../support/http.ts';
import { fundedUser } from '../support/money.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');
const SCOPES = [
  'transactions.charge',
  'transactions.refund',
  'payments.create',
  'withdrawals.create',
  'users.write',
] as const;

async function newKey(): Promise<{ id: string; caller: Caller }> {
  const { apiKey, key } = await insertApiKey(desk.knex, {
    name: 'shop',
    scopes: SCOPES,
    createdByStaffId: null,
  });
  return { id: apiKey.id, caller: { authorization: `Bearer ${key}` } };
}

const shop = await newKey();
const user = await fundedUser(desk, '1000.00');

const charge = async (caller: Caller, idempotencyKey: string, amountUsd = '1.00') =>
  await call(app, caller, 'transactions.charge', { userId: user.id, amountUsd, idempotencyKey });
const idOf = ({ data }: { data: unknown }) => (data as { id: string }).id;

test('a rotated API key still finds its first result; another key does not, and does not collide', async () => {
  const first = await charge(shop.caller, 'order-1');
  const rotated = await call(app, admin, 'apiKeys.rotate', { id: shop.id });
  const newSecret = { authorization: `Bearer ${(rotated.data as { key: string }).key}` };
  expect(idOf(await charge(newSecret, 'order-1'))).toBe(idOf(first));
  const other = await newKey();
  const second = await charge(other.caller, 'order-1', '2.00');
  expect(second.status).toBe(200);
  expect(idOf(second)).not.toBe(idOf(first));
});

test('users and staff have keys of their own', async () => {
  const input = { userId: user.id, amountUsd: '20.00', currencyCode: 'USDTBSC', idempotencyKey: 'mine' };
  const ids = [];
  for (const caller of [shop.caller, await userCaller(desk, user.id), admin])
    ids.push(idOf(await call(app, caller, 'payments.create', input)));
  expect(new Set(ids).size).toBe(3);
});

test.each([
  ['transactions.charge', { userId: user.id, amountUsd: '1.00' }],
  ['payments.create', { userId: user.id, amountUsd: '20.00', currencyCode: 'USDTBSC' }],
  [
    'withdrawals.create',
    {
      userId: user.id,
      amountUsd: '20.00',
      currencyCode: 'USDTBSC',
      walletAddress: '0x71C7656EC7ab88b098defB751B7401B5f6d8976F',
    },
  ],
])('the Idempotency-Key header of %s is the field, and a repeat says so', async (path, input) => {
  const key = `header-${path}`;
  const first = await call(app, { ...shop.caller, 'idempotency-key': key }, path, input);
  expect([first.status, first.headers['idempotent-replayed']]).toEqual([200, undefined]);
  const again = await call(app, { ...shop.caller, 'idempotency-key': key }, path, input);
  expect([idOf(again), again.headers['idempotent-replayed']]).toEqual([idOf(first), 'true']);
  const byField = await call(app, shop.caller, path, { ...input, idempotencyKey: key });
  expect([idOf(byField), byField.headers['idempotent-replayed']]).toEqual([idOf(first), 'true']);
  const both = await call(app, { ...shop.caller, 'idempotency-key': key }, path, {
    ...input,
    idempotencyKey: key,
  });
  expect(idOf(both)).toBe(idOf(first));
});

test('header and field that differ are refused, and nothing is charged', async () => {
  const before = await desk.knex('transactions').count('* as n');
  const answer = await call(app, { ...shop.caller, 'idempotency-key': 'one' }, 'transactions.charge', {
    userId: user.id,
    amountUsd: '1.00',
    idempotencyKey: 'another',
  });
  expect([answer.error?.data.reason, answer.error?.message]).toEqual([
    'INVALID_INPUT',
    expect.stringContaining('differ'),
  ]);
  expect(await desk.knex('transactions').count('* as n')).toEqual(before);
});

test('a header above a call that takes no key is refused as an unknown field; a query ignores it', async () => {
  const headers = { ...shop.caller, 'idempotency-key': 'k' };
  const answer = await call(app, headers, 'users.upsert', { externalId: 'e', username: 'n' });
  expect(answer.error?.data.zodError?.fieldErrors).toHaveProperty('idempotencyKey');
  expect((await call(app, { ...admin, 'idempotency-key': 'k' }, 'users.list')).status).toBe(200);
});

test('in a batch the header is refused, and the answer says for each call whether it was a repeat', async () => {
  const batch = async (keys: string[], headers: Record<string, string> = {}) =>
    await app.inject({
      method: 'POST',
      url: `/trpc/${keys.map(() => 'transactions.charge').join(',')}?batch=1`,
      headers: { ...shop.caller, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(
        Object.fromEntries(
          keys.map((key, i) => [i, { userId: user.id, amountUsd: '1.00', idempotencyKey: key }]),
        ),
      ),
    });
  await batch(['b-1']);
  expect((await batch(['b-2', 'b-1', 'b-3'])).headers['idempotent-replayed']).toBe('false, true, false');
  expect((await batch(['b-4'])).headers['idempotent-replayed']).toBeUndefined();
  const refused = await batch(['b-5', 'b-6'], { 'idempotency-key': 'b-5' });
  expect(
    refused.json().map(({ error }: { error: { data: { reason: string } } }) => error.data.reason),
  ).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
});

test('the migration gives every key to the app that made its row', async () => {
  const folder = resolve(import.meta.dirname, '../../migrations');
  const before = mkdtempSync(join(tmpdir(), 'paydesk-migrations-'));
  for (const file of readdirSync(folder).filter((name) => name < '0024'))
    copyFileSync(join(folder, file), join(before, file));
  const name = `upgraded_${randomBytes(6).toString('hex')}`;
  await desk.knex.raw('create database ??', [name]);
  const knex = connectDatabase(`${inject('testServerUrl')}/${name}`, { statementTimeoutMs: 0 });
  try {
    await knex.migrate.latest({ migrationSource: sqlMigrations(before) });
    const [userId, oneApp, resource, unknown, fromCli] = [newId(), newId(), newId(), newId(), newId()];
    await knex('users').insert({ id: userId, external_id: 'u', username: 'u' });
    const post = async (id: string, kind: string, by: string | null) =>
      await knex.raw(
        'select * from post_transaction(?, ?, ?, 10, ?, ?, null, null, null, null, ?, ?, ?, now(), ?, ?, ?, ?)',
        [
          id,
          userId,
          'bonus',
          '',
          '{}',
          kind,
          by,
          'x',
          'service',
          `key-${id}`,
          'transactions.bonus',
          'digest',
        ],
      );
    await post(resource, 'service', oneApp);
    await post(fromCli, 'system', null);
    const row = { procedure: 'p', input_digest: 'd' };
    await knex('idempotency_keys').insert([
      { ...row, scope: 'service', key: 'orphan', resource_id: unknown },
      { ...row, scope: 'staff:7', key: 'orphan', resource_id: unknown },
    ]);
    await knex.migrate.latest({ migrationSource: sqlMigrations(folder) });
    expect(
      Object.fromEntries(
        (await knex('idempotency_keys')).map(({ scope, resource_id, key }) => [
          `${key} ${resource_id}`,
          scope,
        ]),
      ),
    ).toEqual({
      [`key-${resource} ${resource}`]: `service:${oneApp}`,
      [`key-${fromCli} ${fromCli}`]: 'system',
      [`orphan ${unknown}`]: 'staff:7',
    });
    // Guarded again afterwards.
    await expect(knex('idempotency_keys').update({ scope: 'x' })).rejects.toThrow();
  } finally {
    await knex.destroy();
    await desk.knex.raw('drop database ?? with (force)', [name]);
    rmSync(before, { recursive: true });
  }
});

test('an idempotent call of the system is apart from all apps', async () => {
  const someone = await newUser(desk);
  expect(
    (
      await call(app, shop.caller, 'payments.create', {
        userId: someone.id,
        amountUsd: '20.00',
        currencyCode: 'USDTBSC',
        idempotencyKey: 'sys',
      })
    ).status,
  ).toBe(200);
  expect(await desk.knex('idempotency_keys').where({ key: 'sys' }).pluck('scope')).toEqual([
    `service:${shop.id}`,
  ]);
});
