import { createHash, createHmac } from 'node:crypto';
import { EXPORT_RESOURCES, MAX_OPEN_EXPORTS, ROLE_PERMISSIONS, STAFF_ROLES } from '@paydesk/types';
import { afterEach, expect, test, vi } from 'vitest';
import { setStaffRole } from '../../src/auth/staffAccounts.ts';
import { EXPORTED_LISTS } from '../../src/listExports/exportedLists.ts';
import { Browser } from '../../src/signIn/browser.fixture.ts';
import {
  anonymousCaller,
  appCaller,
  call,
  type Caller,
  httpDesk,
  staffCaller,
  userCaller,
} from '../support/http.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';
import { askFor, type Created, download, follow } from './download.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const viewer = await staffCaller(desk, 'viewer');
const user = await newUser(desk, 'Anna');

const users = { resource: 'users', format: 'csv' } as const;
const rowOf = async (id: string) =>
  await desk.knex('list_exports').where({ id }).first<Record<string, unknown>>();
const auditOf = async (id: string) =>
  await desk
    .knex('audit_log')
    .where({ subjectKind: 'export', subjectId: id })
    .orderBy(['created_at', 'id'])
    .select<{ action: string; after: Record<string, unknown>; actor_id: string }[]>(
      'action',
      'after',
      'actor_id',
    );
const endAll = async () =>
  await desk
    .knex('list_exports')
    .whereIn('status', ['waiting', 'running'])
    .update({ status: 'cancelled', endedAt: new Date() });
afterEach(endAll);
/** The same person in another browser. */
async function elsewhere(caller: Caller): Promise<Caller> {
  const { id } = (await call(app, caller, 'system.session')).data as { id: string };
  const { email } = await desk.knex('staff').where({ id }).first<{ email: string }>('email');
  const browser = new Browser(desk.auth);
  expect((await browser.signIn(email, 'a long enough password')).status).toBe(200);
  return { ...caller, cookie: browser.cookie };
}
async function unguarded(change: () => Promise<unknown>): Promise<void> {
  await desk.knex.raw('alter table list_exports disable trigger list_exports_are_guarded');
  await change();
  await desk.knex.raw('alter table list_exports enable always trigger list_exports_are_guarded');
}

test('of what a list was searched for the permanent audit log keeps a keyed hash', async () => {
  const hash = (id: string, field: string, value: string) =>
    `hmac-sha256:${createHmac('sha256', desk.settings.secret).update(`${id}\n${field}\n${value}`).digest('hex')}`;
  const created = async (request: object) => {
    const { id } = (await call(app, viewer, 'exports.create', request)).data as { id: string };
    const [entry] = await auditOf(id);
    await endAll();
    return { id, filter: entry?.after['filter'] };
  };
  const people = await created({
    ...users,
    filter: { q: 'Anna Pavlovna', externalId: 'a-1', isFrozen: false },
  });
  expect(people.filter).toEqual({
    q: hash(people.id, 'q', 'Anna Pavlovna'),
    externalId: hash(people.id, 'externalId', 'a-1'),
    isFrozen: false,
  });
  const money = await created({ resource: 'payments', format: 'csv', filter: { userExternalId: 'a-1' } });
  expect(money.filter).toEqual({ userExternalId: hash(money.id, 'userExternalId', 'a-1') });
  const qReadings = [{ actions: ['users.freeze'], rest: 'Anna Pavlovna' }];
  const log = await created({ resource: 'audit', format: 'csv', filter: { q: 'Anna Pavlovna', qReadings } });
  expect(log.filter).toEqual({ q: hash(log.id, 'q', 'Anna Pavlovna') });
});

test('the audit log says who exported what, by which filter, and what they got', async () => {
  const filter = { isFrozen: false };
  const { id, answer } = await download(app, viewer, { ...users, filter });
  const sha256 = createHash('sha256').update(answer.rawPayload).digest('hex');
  const status = (await call(app, viewer, 'exports.get', { id })).data;
  expect(status).toMatchObject({
    status: 'done',
    rows: 1,
    bytes: answer.rawPayload.length,
    sha256,
    error: null,
  });
  const staffId = (await rowOf(id))?.['staff_id'];
  expect(await auditOf(id)).toEqual([
    { action: 'exports.create', after: { ...users, filter }, actor_id: staffId },
    {
      action: 'exports.done',
      after: { rows: 1, bytes: answer.rawPayload.length, sha256 },
      actor_id: staffId,
    },
  ]);
  expect(answer.headers['content-disposition']).toMatch(
    /^attachment; filename="users-\d{4}-\d\d-\d\d-\d{4}\.csv"$/,
  );
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body).toContain('Anna');
});

test.each(STAFF_ROLES)('%s exports the lists of its role, and no others', async (role) => {
  const caller = await staffCaller(desk, role);
  for (const resource of EXPORT_RESOURCES) {
    const { status, error } = await call(app, caller, 'exports.create', { resource, format: 'csv' });
    const may = ROLE_PERMISSIONS[role].includes(EXPORTED_LISTS[resource].permission);
    expect([resource, status, error?.data.reason]).toEqual([
      resource,
      may ? 200 : 403,
      may ? undefined : 'PERMISSION_DENIED',
    ]);
    await endAll();
  }
});

test.each([
  ['a caller without a session', async () => anonymousCaller, 'UNAUTHENTICATED'],
  ['an app', async () => await appCaller(desk, ['users.read']), 'PERMISSION_DENIED'],
  ['an end user', async () => await userCaller(desk, user.id), 'PERMISSION_DENIED'],
])('%s exports nothing', async (_who, caller, reason) => {
  expect((await call(app, await caller(), 'exports.create', users)).error?.data.reason).toBe(reason);
});

test('a page of another site can neither prepare an export nor use a ticket', async () => {
  const foreign = { ...viewer, origin: 'https://evil.example' };
  expect((await call(app, foreign, 'exports.create', users)).error?.data.reason).toBe('PERMISSION_DENIED');
  const { cookie = '' } = viewer;
  expect((await call(app, { cookie }, 'exports.create', users)).error?.data.reason).toBe('PERMISSION_DENIED');

  const { id, url } = await askFor(app, viewer, users);
  for (const site of ['cross-site', 'same-site', 'none'])
    expect((await follow(app, viewer, url, { 'sec-fetch-site': site })).statusCode).toBe(403);
  // A guess, and no ticket at all.
  expect((await follow(app, viewer, `/api/exports/${id}?ticket=guess`)).statusCode).toBe(404);
  expect((await follow(app, viewer, `/api/exports/${id}`)).statusCode).toBe(400);
  // None of them has used it up.
  expect((await follow(app, viewer, url)).statusCode).toBe(200);
});

test('a ticket is used once, by its own session, within two minutes', async () => {
  const { url } = await askFor(app, viewer, users);
  expect((await follow(app, anonymousCaller, url)).statusCode).toBe(401);
  expect((await follow(app, await staffCaller(desk, 'admin'), url)).statusCode).toBe(404);
  expect((await follow(app, await elsewhere(viewer), url)).statusCode).toBe(404);
  expect((await follow(app, viewer, url)).statusCode).toBe(200);
  expect((await follow(app, viewer, url)).statusCode).toBe(404);

  const late = await askFor(app, viewer, users);
  const aged = async (ms: number) => {
    await unguarded(
      async () =>
        await desk
          .knex('list_exports')
          .where({ id: late.id })
          .update({ created_at: new Date(desk.clock.now().getTime() - ms) }),
    );
  };
  await aged(121_000);
  expect((await follow(app, viewer, late.url)).statusCode).toBe(404);
  expect((await call(app, viewer, 'exports.get', { id: late.id })).data).toMatchObject({
    status: 'failed',
    error: 'The download was not started.',
  });
});

test('HEAD does not use up a ticket', async () => {
  const { url } = await askFor(app, viewer, users);
  const { cookie = '' } = viewer;
  expect((await app.inject({ method: 'HEAD', url, headers: { cookie } })).statusCode).toBe(405);
  expect((await follow(app, viewer, url)).statusCode).toBe(200);
});

test('one that cannot begin is recorded as failed', async () => {
  const { id, url } = await askFor(app, viewer, users);
  // As of another version of the server.
  await unguarded(
    async () =>
      await desk
        .knex('list_exports')
        .where({ id })
        .update({ query: { filter: { gone: 1 } } }),
  );
  expect((await follow(app, viewer, url)).json()).toMatchObject({
    error: { data: { reason: 'INVALID_INPUT' } },
  });
  expect(await rowOf(id)).toMatchObject({ status: 'failed', error: 'Something went wrong on the server.' });
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(['exports.create', 'exports.failed']);
});

test('who has lost the permission meanwhile gets no file', async () => {
  const admin = await staffCaller(desk, 'admin');
  const { id, url } = await askFor(app, admin, { ...users, resource: 'staff' });
  const { staff_id: staffId } = (await rowOf(id)) ?? {};
  await setStaffRole(desk.knex, { id: String(staffId), role: 'viewer' });
  expect((await follow(app, admin, url)).statusCode).toBe(403);
  expect((await rowOf(id))?.['status']).toBe('waiting');
});

test('exports are one’s own', async () => {
  const { id } = await askFor(app, viewer, users);
  const other = await staffCaller(desk, 'admin');
  expect((await call(app, other, 'exports.get', { id })).error?.data.reason).toBe('NOT_FOUND');
  expect((await call(app, other, 'exports.cancel', { id })).error?.data.reason).toBe('NOT_FOUND');
  expect((await rowOf(id))?.['status']).toBe('waiting');
});

test('a person has so many at the same time; a cancelled one frees its place', async () => {
  const caller = await staffCaller(desk, 'viewer');
  const open: Created[] = [];
  for (let index = 0; index < MAX_OPEN_EXPORTS; index += 1) open.push(await askFor(app, caller, users));
  const refused = await call(app, caller, 'exports.create', users);
  expect(refused.error?.data.reason).toBe('RATE_LIMITED');
  expect(refused.headers['retry-after']).toBe('10');
  const { id = '', url = '' } = open[0] ?? {};
  expect((await call(app, caller, 'exports.cancel', { id })).data).toMatchObject({ status: 'cancelled' });
  expect((await follow(app, caller, url)).statusCode).toBe(404);
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(['exports.create', 'exports.cancel']);
  await askFor(app, caller, users);
});

test('a person has so many in an hour', async () => {
  const caller = await staffCaller(desk, 'viewer');
  const { id } = await askFor(app, caller, users);
  const { staff_id: staffId, session_id: sessionId } = (await rowOf(id)) ?? {};
  await desk.knex.raw(
    `insert into list_exports (id, staff_id, session_id, resource, format, query, ticket_hash, status, created_at,
       seen_at, ended_at)
     select gen_random_uuid(), ?, ?, 'users', 'csv', '{}', '', 'cancelled', now() - n * interval '30 seconds',
       now(), now()
     from generate_series(1, 59) n`,
    [staffId, sessionId] as string[],
  );
  await endAll();
  expect((await call(app, caller, 'exports.create', users)).error?.message).toMatch(/60 exports in an hour/);
});

test('a week later rows are removed, also those of people who export no more', async () => {
  const days = 24 * 3_600_000;
  const rowAt = async (age: number) => {
    const { id } = await askFor(app, await staffCaller(desk, 'viewer'), users);
    const createdAt = new Date(desk.clock.now().getTime() - age);
    await unguarded(async () => await desk.knex('list_exports').where({ id }).update({ createdAt }));
    return id;
  };
  const [old, recent] = [await rowAt(7 * days + 1000), await rowAt(7 * days - 60_000)];
  await askFor(app, viewer, users);
  expect(await rowOf(old)).toBeUndefined();
  expect(await rowOf(recent)).toBeDefined();
  expect((await auditOf(old)).map(({ action }) => action)).toEqual(['exports.create']);
});

test('an export that has ended stays as it ended, and what was asked for stays', async () => {
  const { id } = await download(app, viewer, users);
  await expect(desk.knex('list_exports').where({ id }).update({ rows: 5 })).rejects.toThrow(/has ended/);
  const open = await askFor(app, viewer, users);
  await expect(
    desk.knex('list_exports').where({ id: open.id }).update({ resource: 'staff' }),
  ).rejects.toThrow(/cannot be changed/);
});

test('one that its process left behind is shown as failed', async () => {
  const { id } = await askFor(app, viewer, users);
  await desk
    .knex('list_exports')
    .where({ id })
    .update({ status: 'running', seenAt: new Date(desk.clock.now().getTime() - 31_000) });
  expect((await call(app, viewer, 'exports.get', { id })).data).toMatchObject({
    status: 'failed',
    error: 'The server stopped while it sent the file.',
  });
});

test('one that is cancelled while its download begins is not recorded as never sent', async () => {
  const { id, url } = await askFor(app, viewer, users);
  // The download has the row; the cancellation has read it before.
  const downloading = await desk.knex.transaction();
  await downloading('list_exports').where({ id }).update({ status: 'running' });
  const cancelled = call(app, viewer, 'exports.cancel', { id });
  await vi.waitFor(async () =>
    expect(
      await desk
        .knex('pg_stat_activity')
        .where({ wait_event_type: 'Lock' })
        .whereRaw('datname = current_database()'),
    ).toHaveLength(1),
  );
  await downloading.commit();
  expect((await cancelled).data).toMatchObject({ status: 'running' });
  expect((await rowOf(id))?.['cancel_asked_at']).not.toBeNull();
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(['exports.create']);
  expect((await follow(app, viewer, url)).statusCode).toBe(404);
});
