import type { z } from 'zod';
import type { apiKeyCreateOutput, apiKeyOutput } from '@paydesk/types';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { Transaction } from '../../src/models/Transaction.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { call, httpDesk, staffCaller, type Caller } from '../support/http.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const { knex } = desk;
const admin = await staffCaller(desk, 'admin');

type Key = z.infer<typeof apiKeyOutput>;
type NewKey = z.infer<typeof apiKeyCreateOutput>;

const create = async (input: object = {}) =>
  (
    await call(app, admin, 'apiKeys.create', {
      name: 'shop',
      scopes: ['users.read', 'transactions.charge', 'transactions.read'],
      ...input,
    })
  ).data as NewKey;
const rotate = async (id: string, overlapHours?: number) =>
  await call(app, admin, 'apiKeys.rotate', { id, ...(overlapHours !== undefined && { overlapHours }) });
const get = async (id: string) => (await call(app, admin, 'apiKeys.get', { id })).data as Key;
const bearer = (key: string): Caller => ({ authorization: `Bearer ${key}` });
const statusFor = async (key: string) => (await call(app, bearer(key), 'users.list')).status;
const passTime = async (apiKeyId: string) =>
  await knex('api_key_secrets')
    .where({ api_key_id: apiKeyId })
    .whereNotNull('ends_at')
    .update({ ends_at: knex.raw(`now() - interval '1 second'`) });

test('after a rotation both secrets work until the overlap ends, then only the new one', async () => {
  const old = await create();
  const rotated = (await rotate(old.id, 24)).data as NewKey;
  expect(rotated.id).toBe(old.id);
  expect(rotated.key).not.toBe(old.key);
  expect([await statusFor(old.key), await statusFor(rotated.key)]).toEqual([200, 200]);
  const hours = (Date.parse(String(rotated.secrets[1]?.endsAt)) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(23.9);
  expect(hours).toBeLessThanOrEqual(24);
  await passTime(old.id);
  expect([await statusFor(old.key), await statusFor(rotated.key)]).toEqual([401, 200]);
});

test('without an overlap the old secret is refused at once', async () => {
  const old = await create();
  const rotated = (await rotate(old.id, 0)).data as NewKey;
  expect([await statusFor(old.key), await statusFor(rotated.key)]).toEqual([401, 200]);
});

test('both secrets are shown with their prefix, their end and their last use', async () => {
  const old = await create();
  const rotated = (await rotate(old.id, 1)).data as NewKey;
  await statusFor(old.key);
  await expect.poll(async () => (await get(old.id)).secrets[1]?.lastUsedAt).toBeTruthy();
  const shown = await get(old.id);
  expect(shown.secrets).toMatchObject([
    { prefix: rotated.key.slice(0, 8), isLive: true, endsAt: null, lastUsedAt: null },
    {
      prefix: old.key.slice(0, 8),
      isLive: true,
      endsAt: expect.any(String),
      lastUsedFrom: expect.stringMatching(/^10\.1\./),
    },
  ]);
  expect(shown).toMatchObject({
    prefix: rotated.key.slice(0, 8),
    lastUsedAt: shown.secrets[1]?.lastUsedAt,
    lastUsedFrom: shown.secrets[1]?.lastUsedFrom,
  });
  expect(JSON.stringify(shown)).not.toContain(old.key.slice(8));
  await passTime(old.id);
  expect((await get(old.id)).secrets.map(({ isLive }) => isLive)).toEqual([true, false]);
});

test('a rotation keeps the app’s name in the ledger and its idempotency keys', async () => {
  const old = await create();
  const user = await newUser(desk);
  await giveBonus(desk, actors.staff(), { userId: user.id, amountUsd: '50.00', description: 'gift' });
  const order = { userId: user.id, amountUsd: '9.99', idempotencyKey: `order-${newId()}` };
  const first = (await call(app, bearer(old.key), 'transactions.charge', order)).data as { id: string };
  const { key } = (await rotate(old.id, 0)).data as NewKey;
  const again = (await call(app, bearer(key), 'transactions.charge', order)).data as { id: string };
  expect(again.id).toBe(first.id);
  const next = (
    await call(app, bearer(key), 'transactions.charge', { ...order, idempotencyKey: `order-${newId()}` })
  ).data as { id: string };
  const rows = await Transaction.query(knex).findByIds([first.id, next.id]);
  expect(new Set(rows.map(({ actorId }) => actorId))).toEqual(new Set([old.id]));
});

test('two concurrent rotations create two secrets, one of them without an end', async () => {
  const old = await create();
  const answers = await Promise.all([rotate(old.id, 1), rotate(old.id, 1)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  for (const { data } of answers) expect(await statusFor((data as NewKey).key)).toBe(200);
  expect((await get(old.id)).secrets.filter(({ endsAt }) => endsAt === null)).toHaveLength(1);
});

test('at most five secrets are valid at once; a rotation without overlap is still possible', async () => {
  const { id } = await create();
  for (let i = 0; i < 4; i += 1) expect((await rotate(id, 1)).status).toBe(200);
  expect((await rotate(id, 1)).error?.data.reason).toBe('ILLEGAL_TRANSITION');
  expect((await get(id)).secrets.filter(({ isLive }) => isLive)).toHaveLength(5);
  expect((await rotate(id, 0)).status).toBe(200);
  expect((await get(id)).secrets.filter(({ isLive }) => isLive)).toHaveLength(1);
});

test('a revoked or expired key is refused with all its secrets, and cannot be rotated', async () => {
  for (const end of [
    async (id: string) => await call(app, admin, 'apiKeys.revoke', { id }),
    async (id: string) =>
      await knex('api_keys')
        .where({ id })
        .update({ expires_at: knex.raw(`now() - interval '1 second'`) }),
  ]) {
    const old = await create();
    const { key } = (await rotate(old.id, 24)).data as NewKey;
    await end(old.id);
    expect([await statusFor(old.key), await statusFor(key)]).toEqual([401, 401]);
    expect((await rotate(old.id, 24)).error?.data.reason).toBe('ILLEGAL_TRANSITION');
    expect(await get(old.id)).toMatchObject({
      isActive: false,
      secrets: [{ isLive: false }, { isLive: false }],
    });
  }
});

test('PostgreSQL itself keeps ended secrets ended, and secrets unchanged', async () => {
  const old = await create();
  await rotate(old.id, 1);
  await passTime(old.id);
  await call(app, admin, 'apiKeys.revoke', { id: old.id });
  const secrets = knex('api_key_secrets').where({ api_key_id: old.id });
  await expect(secrets.clone().whereNotNull('ends_at').update({ ends_at: null })).rejects.toThrow(
    'can come nearer, never move away',
  );
  await expect(
    secrets
      .clone()
      .whereNotNull('ends_at')
      .update({ ends_at: knex.raw(`now() + interval '1 day'`) }),
  ).rejects.toThrow('can come nearer, never move away');
  await expect(
    secrets
      .clone()
      .whereNull('ends_at')
      .update({ secret_hash: 'a'.repeat(64) }),
  ).rejects.toThrow('rotate the key');
  await expect(secrets.clone().delete()).rejects.toThrow('not allowed');
  await expect(knex('api_keys').where({ id: old.id }).update({ revoked_at: null })).rejects.toThrow(
    'stays revoked',
  );
});

test('address ranges of a key apply from the next request, and can be removed', async () => {
  const { id, key } = await create();
  const from = async (remoteAddress: string) =>
    (await app.inject({ url: '/trpc/users.list?input=%7B%7D', headers: bearer(key), remoteAddress }))
      .statusCode;
  expect(await from('203.0.113.9')).toBe(200);
  const set = await call(app, admin, 'apiKeys.setAllowedAddresses', {
    id,
    allowedAddresses: ['203.0.113.0/25', ' 198.51.100.77/24 ', '2001:DB8::/32', '192.0.2.1'],
  });
  expect((set.data as Key).allowedAddresses?.toSorted()).toEqual([
    '192.0.2.1/32',
    '198.51.100.0/24',
    '2001:db8::/32',
    '203.0.113.0/25',
  ]);
  expect([
    await from('203.0.113.9'),
    await from('203.0.113.200'),
    await from('198.51.100.3'),
    await from('2001:db8:9::1'),
    await from('2001:db9::1'),
  ]).toEqual([200, 403, 200, 200, 403]);
  await call(app, admin, 'apiKeys.setAllowedAddresses', { id, allowedAddresses: null });
  expect(await from('203.0.113.200')).toBe(200);
});

test.each([
  [[]],
  [['nonsense']],
  [['10.0.0.0/33']],
  [['2001:db8::/129']],
  [['::ffff:203.0.113.1']],
  [['::ffff:203.0.113.0/120']],
  [['fe80::1%eth0']],
  [['203.0.113.1', '']],
  [['203.0.113.01']],
  [Array.from({ length: 51 }, (_, i) => `10.0.0.${i}`)],
])('the list %j is refused, not treated as any address', async (allowedAddresses) => {
  const { id } = await create({ allowedAddresses: ['203.0.113.1'] });
  expect(
    (await call(app, admin, 'apiKeys.setAllowedAddresses', { id, allowedAddresses })).error?.data.reason,
  ).toBe('INVALID_INPUT');
  expect((await get(id)).allowedAddresses).toEqual(['203.0.113.1/32']);
});

test('creating, rotating, restricting and revoking a key is in the audit log, without secrets', async () => {
  const made = await create({ allowedAddresses: ['203.0.113.1'] });
  const { key } = (await rotate(made.id, 2)).data as NewKey;
  await call(app, admin, 'apiKeys.setAllowedAddresses', { id: made.id, allowedAddresses: null });
  await call(app, admin, 'apiKeys.revoke', { id: made.id });
  const rows = await knex('audit_log').where({ subject_id: made.id }).orderBy('id');
  expect(rows.map(({ action }) => action)).toEqual([
    'apiKeys.create',
    'apiKeys.rotate',
    'apiKeys.setAllowedAddresses',
    'apiKeys.revoke',
  ]);
  expect(rows[2]).toMatchObject({
    before: { allowedAddresses: ['203.0.113.1/32'] },
    after: { allowedAddresses: null },
  });
  for (const secret of [made.key, key]) expect(JSON.stringify(rows)).not.toContain(secret.slice(8, 24));
});
