import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readXlsx } from 'hucre/xlsx';
import { fastify } from 'fastify';
import { permissionsOfRole } from '../../src/auth/principal.ts';
import { exportRoutes } from '../../src/http/exports.routes.ts';
import { governance } from '../../src/http/governance.ts';
import { sendFailure } from '../../src/http/uniformErrors.ts';
import { EXPORT_TIMES, sendExport } from '../../src/listExports/sendExport.ts';
import { ListExport } from '../../src/models/ListExport.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';
import { askFor } from './download.ts';

const { desk, app } = await httpDesk();
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;
const viewer = await staffCaller(desk, 'viewer');
const cookie = viewer['cookie'] ?? '';

// More than sockets and streams keep for a reader that does not read.
const ROWS = 60_000;
await desk.knex.transaction(async (trx) => {
  // So many at once take the triggers half a minute.
  await trx.raw('alter table users disable trigger user');
  await trx.raw(
    `insert into users (id, external_id, username, created_at)
     select gen_random_uuid(), 'many-' || n || repeat('x', 80), repeat(md5(n::text), 3), now() - n * interval '1 second'
     from generate_series(1, ?::int) n`,
    [ROWS],
  );
  await trx.raw('alter table users enable trigger user');
});

const users = { resource: 'users', format: 'csv' } as const;
const open = async (input: object = users, signal?: AbortSignal, base = `http://127.0.0.1:${port}`) => {
  const { id, url } = await askFor(app, viewer, input);
  const answer = await fetch(`${base}${url}`, {
    headers: { cookie, 'accept-encoding': 'identity' },
    ...(signal && { signal }),
  });
  expect(answer.status).toBe(200);
  const reader = answer.body?.getReader();
  if (!reader) throw new Error('no body');
  await reader.read();
  return { id, reader };
};
type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function readOn(reader: Reader): Promise<number> {
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes;
    bytes += value.length;
  }
}

const snapshots = async () =>
  (
    await desk.knex.raw<{ rows: { pid: number }[] }>(
      `select pid from pg_stat_activity
       where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`,
    )
  ).rows.map(({ pid }) => pid);
const statusOf = async (id: string) =>
  (await call(app, viewer, 'exports.get', { id })).data as {
    status: string;
    rows: number;
    bytes: number;
    sha256: string | null;
    error: string;
  };
const ended = async (id: string) =>
  await vi.waitFor(
    async () => {
      const found = await statusOf(id);
      expect(['waiting', 'running']).not.toContain(found.status);
      return found;
    },
    { timeout: 8000, interval: 50 },
  );

test('who leaves ends the export, and its statement, at once', async () => {
  const leaving = new AbortController();
  const { id } = await open(users, leaving.signal);
  expect(await snapshots()).toHaveLength(1);
  leaving.abort();
  const { status, error, rows } = await ended(id);
  expect([status, error]).toEqual(['cancelled', 'The download was broken off.']);
  expect(rows).toBeLessThan(ROWS);
  expect(await snapshots()).toEqual([]);
  const actions = await desk.knex('audit_log').where({ subjectId: id }).orderBy('created_at').pluck('action');
  expect(actions).toEqual(['exports.create', 'exports.cancel']);
});

test('rows that were handed over are on record, also of a page that was sent in part', async () => {
  // Its pieces are smaller than a page.
  const { id } = await askFor(app, viewer, { ...users, format: 'xlsx' });
  const row = await ListExport.query(desk.knex).patchAndFetchById(id, { status: 'running' });
  const person = { id: row.staffId, name: 'Vera', email: 'vera@desk.test', sessionId: row.sessionId };
  const principal = {
    ...person,
    kind: 'staff',
    role: 'viewer',
    twoFactorEnabled: false,
    permissions: permissionsOfRole('viewer'),
  } as const;
  const actor = { kind: 'staff', id: row.staffId, name: 'Vera' } as const;
  const scope = { app: desk, governance, principal, actor, ownUserId: null };
  const plan = { row, scope, times: EXPORT_TIMES, refusal: async () => await Promise.resolve(null) };
  const { readable, settle } = await sendExport(desk, plan);
  let received = 0;
  for await (const piece of readable.iterator({ destroyOnReturn: false })) {
    received += (piece as Uint8Array).length;
    if (received > 30_000) break;
  }
  await settle(false);
  const { status, rows } = await statusOf(id);
  expect(status).toBe('cancelled');
  expect(rows).toBeGreaterThan(0);
});

test('a cancelled export breaks off: the reader gets no end of file', async () => {
  const { id, reader } = await open();
  expect((await call(app, viewer, 'exports.cancel', { id })).status).toBe(200);
  expect(await ended(id)).toMatchObject({
    status: 'cancelled',
    error: 'Cancelled by its person.',
    sha256: null,
  });
  await expect(readOn(reader)).rejects.toThrow();
  expect(await snapshots()).toEqual([]);
});

test.each(['csv', 'jsonl', 'xlsx'] as const)(
  '%s: an export that fails breaks off: the reader gets no end of file',
  async (format) => {
    const { id, reader } = await open({ ...users, format });
    const [pid] = await snapshots();
    await desk.knex.raw('select pg_terminate_backend(?)', [pid as number]);
    await expect(readOn(reader)).rejects.toThrow();
    expect(await ended(id)).toMatchObject({
      status: 'failed',
      error: 'Something went wrong on the server.',
      sha256: null,
    });
  },
);

/** The address of a server with other limits. */
async function serverWith(options: Parameters<typeof exportRoutes>[2]): Promise<string> {
  const server = fastify({ forceCloseConnections: true });
  server.setErrorHandler(async (error, request, reply) => await sendFailure(desk, error, request, reply));
  exportRoutes(server, desk, options);
  onTestFinished(async () => await server.close());
  return await server.listen({ port: 0, host: '127.0.0.1' });
}

test.each([
  ['a reader that takes nothing', { stalledMs: 300 }, 'The download stood still.'],
  [
    'one that takes too long',
    { longestMs: 300 },
    'It took too long. Narrow the list, or export it in parts.',
  ],
])('%s is broken off, and frees its connection', async (_what, times, error) => {
  const base = await serverWith({ times: { ...EXPORT_TIMES, ...times } });
  const { id, reader } = await open(users, undefined, base);
  expect(await ended(id)).toMatchObject({ status: 'failed', error, sha256: null });
  await expect(readOn(reader)).rejects.toThrow();
  expect(await snapshots()).toEqual([]);
});

test('of downloads that begin at once a process sends so many; the others keep their tickets', async () => {
  const base = await serverWith({ perProcess: 1 });
  const asked = await Promise.all([askFor(app, viewer, users), askFor(app, viewer, users)]);
  const start = async ({ url }: { url: string }) =>
    await fetch(`${base}${url}`, { headers: { cookie, 'accept-encoding': 'identity' } });
  const answers = await Promise.all(asked.map(start));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
  const [first, other] = answers[0]?.status === 200 ? [0, 1] : [1, 0];
  await answers[first]?.arrayBuffer();
  await ended(asked[first]?.id ?? '');
  expect((await start(asked[other] ?? { url: '' })).status).toBe(200);
});

test('a session that ends, ends its export', async () => {
  const other = await staffCaller(desk, 'viewer');
  const { id, url } = await askFor(app, other, users);
  const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
    headers: { cookie: other['cookie'] ?? '', 'accept-encoding': 'identity' },
  });
  const { session_id: sessionId } = await desk
    .knex('list_exports')
    .where({ id })
    .first<{ session_id: string }>();
  await desk.knex('staff_sessions').where({ id: sessionId }).delete();
  // The session is checked every second; a fast reader would have the whole file by then.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await expect(answer.text()).rejects.toThrow();
  await vi.waitFor(
    async () =>
      expect(await desk.knex('list_exports').where({ id }).first<object>()).toMatchObject({
        status: 'failed',
        error: expect.stringContaining('may no longer read') as string,
      }),
    { timeout: 8000 },
  );
});

test('what is written meanwhile is not in it: a file shows one moment', async () => {
  const { id, reader } = await open({ ...users, sort: { field: 'createdAt', order: 'ASC' } });
  await desk.knex('users').insert({ id: crypto.randomUUID(), external_id: 'later', username: 'later' });
  await readOn(reader);
  expect(await ended(id)).toMatchObject({ status: 'done', rows: ROWS });
});

test('progress is seen while it runs', async () => {
  const { id, reader } = await open();
  await vi.waitFor(async () => expect((await statusOf(id)).rows).toBeGreaterThan(0), { timeout: 5000 });
  expect(await statusOf(id)).toMatchObject({ status: 'running', sha256: null });
  await readOn(reader);
  expect(await ended(id)).toMatchObject({ status: 'done' });
});

test('compressed on the way, the file is the same', async () => {
  const { id, url } = await askFor(app, viewer, { ...users, format: 'jsonl' });
  const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
    headers: { cookie, 'accept-encoding': 'gzip' },
  });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect((await answer.arrayBuffer()).byteLength).toBe((await ended(id)).bytes);
});

test('a workbook of many rows is read by others', async () => {
  const { id, url } = await askFor(app, viewer, { ...users, format: 'xlsx' });
  const answer = await fetch(`http://127.0.0.1:${port}${url}`, { headers: { cookie } });
  const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
  expect(sheets[0]?.rows).toHaveLength((await ended(id)).rows + 1);
});
