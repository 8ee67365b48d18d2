import type { Knex } from 'knex';
import { afterEach, expect, test, vi } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { CHECKS, runDoctor } from '../../src/doctor/runDoctor.ts';
import { testSettings } from '../support/testDesk.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { knex, url } = await testDatabase();
const REAL = {
  NOWPAYMENTS_API_KEY: 'key',
  NOWPAYMENTS_IPN_SECRET: 'ipn',
  PUBLIC_URL: 'https://pay.example.com',
};
afterEach(() => vi.restoreAllMocks());

async function runOne(
  name: string,
  {
    changes = {},
    db = knex,
    ...rest
  }: { changes?: Record<string, string>; db?: Knex } & Parameters<typeof runDoctor>[2] = {},
) {
  const checks = CHECKS.filter((check) => check.name === name);
  return (await runDoctor(testSettings(changes), db, { checks, ...rest })).find(
    (check) => check.name === name,
  );
}

/** A database that answers the check's statement with this row; what a test cannot bring about for real. */
const answering = (row: object) => ({ raw: async () => ({ rows: [row] }) }) as unknown as Knex;

test.each([
  [0.5, 'ok'],
  [0.08, 'warning'],
  [0.02, 'failed'],
])('with %d of the disk free: %s', async (share, state) => {
  const statfs = async () => ({ bavail: share * 1000, blocks: 1000 });
  expect(await runOne('disk', { statfs })).toMatchObject({ state });
  expect((await runOne('disk'))?.found).toMatch(/^\d+ % of the disk is free\.$|no data folder/);
});

test('an old Node.js', async () => {
  expect(await runOne('node')).toMatchObject({ state: 'ok' });
  vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, node: '22.9.0' });
  expect(await runOne('node')).toMatchObject({ state: 'failed', found: expect.stringContaining('22.9.0') });
});

test.each([
  ['database-clock', { ms: Date.now() - 5000 }, 'failed'],
  ['connections', { used: 81, most: 100 }, 'warning'],
  ['connections', { used: 80, most: 100 }, 'ok'],
  ['vacuum', { autovacuum: 'on', age: '1000000001', dead: null }, 'failed'],
  ['vacuum', { autovacuum: 'off', age: '1', dead: null }, 'warning'],
  ['vacuum', { autovacuum: 'on', age: '1', dead: 'transactions' }, 'warning'],
  ['vacuum', { autovacuum: 'on', age: '1', dead: null }, 'ok'],
  ['long-transactions', { seconds: 301 }, 'warning'],
  [
    'unexplained',
    {
      received: '10',
      unmatched: '0',
      credited: '3',
      suspense: '2',
      returned: '0',
      fee: '0',
      in_flight: '0',
      liabilities: '3',
      users: '1',
    },
    'failed',
  ],
  ['durability', { fsync: 'off', full_page_writes: 'on', commits: 'on' }, 'warning'],
  ['durability', { fsync: 'on', full_page_writes: 'off', commits: 'on' }, 'warning'],
  ['durability', { fsync: 'on', full_page_writes: 'on', commits: 'off' }, 'warning'],
  ['durability', { fsync: 'on', full_page_writes: 'on', commits: 'local' }, 'ok'],
])('%s of %j: %s', async (name, row, state) => {
  expect(await runOne(name, { changes: REAL, db: answering(row) })).toMatchObject({ state });
});

test.each(['connections', 'long-transactions', 'vacuum'])('%s reads PostgreSQL', async (name) => {
  // Tests share one server, which may be busy: that it answers is what counts.
  expect((await runOne(name))?.state).toMatch(/^(ok|warning)$/);
});

test('durability reads the settings of the connection', async () => {
  const careless = connectDatabase(url, { applicationName: 'careless', poolMax: 1 });
  try {
    await careless.raw('set synchronous_commit = off');
    expect(await runOne('durability', { changes: REAL, db: careless })).toMatchObject({ state: 'warning' });
    expect(await runOne('durability', { db: careless })).toMatchObject({ state: 'notice' });
  } finally {
    await careless.destroy();
  }
});

test('what is unexplained is read from totals, and not from every payment', async () => {
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => void statements.push(sql);
  knex.on('query', note);
  expect(await runOne('unexplained')).toMatchObject({ state: 'ok' });
  knex.off('query', note);
  const books = statements.filter((sql) => sql.includes('in_flight'));
  expect(books).toHaveLength(1);
  // Small tables would be read from one end to the other because they are small.
  const plan = await knex.transaction(async (trx) => {
    await trx.raw('set local enable_seqscan = off');
    return JSON.stringify(await trx.raw<object>(`explain (format json) ${books[0] ?? ''}`));
  });
  expect(plan).toContain('payments_in_flight');
  expect(
    [...plan.matchAll(/"Node Type":"Seq Scan"[^}]*?"Relation Name":"(\w+)"/g)].map(([, name]) => name),
    // What the worker has not added to the totals yet.
  ).toEqual(['figure_changes']);
});

test('a transaction that is open is seen', async () => {
  const trx = await knex.transaction();
  try {
    await trx.raw('select 1');
    const { rows } = await knex.raw<{ rows: { n: number }[] }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and xact_start < now()`,
    );
    expect(rows[0]?.n).toBeGreaterThan(0);
    expect(await runOne('long-transactions')).toMatchObject({ state: 'ok' });
  } finally {
    await trx.rollback();
  }
});

const broken: [name: string, state: string, ...statements: string[]][] = [
  [
    'events',
    'failed',
    'alter table event_outbox disable trigger user',
    `insert into event_outbox (type, resource_type, resource_id, created_at)
      values ('user.frozen', 'user', '1', now() - interval '1 hour')`,
  ],
  [
    'webhook-endpoints',
    'warning',
    `insert into webhook_endpoints
        (id, url, description, cursor, url_after, failures, failing_since, next_attempt_at, created_at, updated_at)
      values (gen_random_uuid(), 'https://shop.test/', '', 0, 0, 3, now(), now(), now(), now())`,
  ],
  [
    'webhook-endpoints',
    'warning',
    `insert into webhook_endpoints (id, url, description, cursor, url_after, next_attempt_at, disabled_at,
        disabled_reason, created_at, updated_at)
      values (gen_random_uuid(), 'https://shop.test/', '', 0, 0, now(), now(), 'gone', now(), now())`,
  ],
  [
    'payouts-stopped',
    'warning',
    `insert into staff (id, name, email, role)
      values ('00000000-0000-4000-8000-000000000009', 'Ada', 'ada@desk.test', 'admin')`,
    `insert into payout_stops (id, note, stopped_by_id, stopped_by_name)
      values (gen_random_uuid(), 'a drill', '00000000-0000-4000-8000-000000000009', 'Ada')`,
  ],
  ['triggers', 'failed', 'alter table transactions enable trigger transactions_are_permanent'],
  ['triggers', 'failed', 'alter table transactions enable replica trigger transactions_are_permanent'],
  ['triggers', 'failed', 'alter table transactions disable trigger transactions_are_permanent'],
];
test.each(broken)('%s is %s after %s, and ok before', async (name, state, ...statements) => {
  expect(await runOne(name)).toMatchObject({ state: 'ok' });
  const trx = await knex.transaction();
  try {
    for (const statement of statements) await trx.raw(statement);
    expect(await runOne(name, { db: trx })).toMatchObject({ state });
  } finally {
    await trx.rollback();
  }
});

test('an index that was left unfinished', async () => {
  expect(await runOne('indexes')).toMatchObject({ state: 'ok' });
  await knex.raw('create table doubled as select 1 as n union all select 1');
  await expect(knex.raw('create unique index concurrently doubled_n on doubled (n)')).rejects.toThrow(
    'could not create unique index',
  );
  expect(await runOne('indexes')).toMatchObject({ state: 'failed', found: 'Invalid: doubled_n.' });
  await knex.raw('drop table doubled');
});

test.each([
  [async () => new Response('', { status: 200 }), 'ok'],
  [async () => new Response('', { status: 502 }), 'warning'],
  [refusing('CERT_HAS_EXPIRED'), 'failed'],
  [refusing('ERR_TLS_CERT_ALTNAME_INVALID'), 'failed'],
  [refusing('DEPTH_ZERO_SELF_SIGNED_CERT'), 'failed'],
  [refusing('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'failed'],
  [refusing('ENOTFOUND'), 'warning'],
])('PUBLIC_URL, case %#: %s', async (fetch, state) => {
  expect(
    await runOne('public-url-tls', { changes: REAL, fetch: fetch as typeof globalThis.fetch }),
  ).toMatchObject({
    state,
  });
});

function refusing(code: string) {
  return async () =>
    await Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
}
