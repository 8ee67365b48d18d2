import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeArchive, walFolder } from '@paydesk/data-folder';
import { afterAll, expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { machineCheck, ok } from '../../src/doctor/check.ts';
import { CHECKS, runDoctor } from '../../src/doctor/runDoctor.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { program } from '../../src/cli/program.ts';
import { testCommandLine } from '../support/commandLine.ts';
import { SECRET, testSettings } from '../support/testDesk.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { knex, url } = await testDatabase();
const dataDir = mkdtempSync(join(tmpdir(), 'paydesk-doctor-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const REAL = {
  NOWPAYMENTS_API_KEY: 'key',
  NOWPAYMENTS_IPN_SECRET: 'ipn',
  PUBLIC_URL: 'https://pay.example.com',
};
const settingsWith = (changes: Record<string, string> = {}) =>
  testSettings({ PAYDESK_DATA_DIR: dataDir, ...changes });
const answers = (status: number) => (async () => new Response('', { status })) as typeof globalThis.fetch;

async function runOne(
  name: string,
  {
    changes = {},
    db = knex,
    fetch = answers(200),
  }: { changes?: Record<string, string>; db?: typeof knex; fetch?: typeof globalThis.fetch } = {},
) {
  const checks = CHECKS.filter((check) => check.name === name);
  const reported = await runDoctor(settingsWith(changes), db, { checks, fetch });
  return reported.find((check) => check.name === name);
}

test.each([
  ['secret-strength', { PAYDESK_SECRET: 'ab'.repeat(20) }, 'failed'],
  ['secret-strength', { PAYDESK_SECRET: SECRET, PAYDESK_FORMER_SECRETS: SECRET }, 'warning'],
  ['seal-export', { SEAL_EXPORT_DIR: '/nowhere/at/all' }, 'failed'],
  ['seal-export', REAL, 'warning'],
  ['public-url', { ...REAL, PUBLIC_URL: 'http://localhost:3000' }, 'failed'],
  ['public-url', { ...REAL, PUBLIC_URL: 'http://pay.example.com' }, 'failed'],
  ['database-role', REAL, 'warning'],
  ['last-verification', REAL, 'warning'],
  ['worker', {}, 'failed'],
  ['currencies', {}, 'warning'],
  ['admins', {}, 'failed'],
])('%s with %j: %s', async (name, changes, state) => {
  expect(await runOne(name, { changes })).toMatchObject({ state, advice: expect.stringMatching(/\w/) });
});

test('the age of the last backup, and whether the log is archived', async () => {
  const folder = join(dataDir, 'backups');
  const changes = { BACKUP_DIR: folder };
  const backup = (hours: number) => {
    const name = join(folder, '2026-11-29T10-15-00Z');
    mkdirSync(name, { recursive: true });
    const endedAt = new Date(Date.now() - hours * 3_600_000);
    writeFileSync(join(name, 'manifest.json'), JSON.stringify({ endedAt }));
  };
  expect(await runOne('backup', { changes: REAL })).toMatchObject({ state: 'warning' });
  expect(await runOne('backup', { changes: { ...REAL, DATABASE_URL: url } })).toMatchObject({ state: 'ok' });
  // The server of a desk with the embedded database is given its address too.
  const embedded = join(dataDir, 'postgres');
  mkdirSync(embedded);
  writeFileSync(join(embedded, 'postmaster.pid'), `17\n${embedded}\n1\n${new URL(url).port}\n`);
  expect(await runOne('backup', { changes: { ...REAL, DATABASE_URL: url } })).toMatchObject({
    state: 'warning',
    found: 'BACKUP_DIR is not set.',
  });
  rmSync(embedded, { recursive: true });
  expect(await runOne('backup', { changes })).toMatchObject({
    state: 'failed',
    found: 'There is no backup yet.',
  });
  backup(200);
  expect(await runOne('backup', { changes })).toMatchObject({ state: 'failed' });
  backup(40);
  expect(await runOne('backup', { changes })).toMatchObject({ state: 'warning' });
  backup(1);
  // The PostgreSQL of the tests has no archive.
  expect(await runOne('backup', { changes })).toMatchObject({
    state: 'warning',
    found: expect.stringContaining('The last backup is 1 hours old. The log is not archived'),
  });
});

test('an archive that belongs to the desk of which this one is a copy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-archive-'));
  const { rows } = await knex.raw<{ rows: { system: string }[] }>(
    'select system_identifier::text as system from pg_control_system()',
  );
  takeArchive(walFolder(folder, rows[0]?.system ?? ''), folder);
  expect(await runOne('backup', { changes: { BACKUP_DIR: folder } })).toMatchObject({
    state: 'failed',
    found: expect.stringContaining(`belongs to the desk in ${folder} on `),
  });
  rmSync(folder, { recursive: true });
});

test('a healthy part is ok', async () => {
  for (const name of ['node', 'schema', 'migrations', 'rights', 'database-clock', 'unexplained', 'events'])
    expect(await runOne(name)).toMatchObject({ name, state: 'ok' });
  expect(await runOne('public-url', { changes: REAL })).toMatchObject({ state: 'ok' });
});

test('a secret that others can read', async () => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secret');
  writeFileSync(file, SECRET, { mode: 0o600 });
  expect(await runOne('secret-file')).toMatchObject({ state: 'ok' });
  chmodSync(file, 0o644);
  expect(await runOne('secret-file')).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('644'),
  });
});

test('a provider that is away, or answers with an error', async () => {
  expect(await runOne('provider')).toMatchObject({ state: 'ok' });
  expect(await runOne('provider', { fetch: answers(502) })).toMatchObject({ state: 'failed' });
  const away = (async () => await Promise.reject(new Error('no route'))) as typeof globalThis.fetch;
  expect(await runOne('provider', { fetch: away })).toMatchObject({ state: 'failed' });
});

const broken: [name: string, state: string, statements: string[], undo: string[]][] = [
  [
    'schema',
    'failed',
    ['alter table transactions disable trigger transactions_are_permanent'],
    ['alter table transactions enable always trigger transactions_are_permanent'],
  ],
  [
    'schema',
    'failed',
    ['drop index payments_created'],
    ['create index payments_created on payments (created_at, id)'],
  ],
  [
    'rights',
    'failed',
    ['grant truncate on transactions to public'],
    ['revoke truncate on transactions from public'],
  ],
  [
    'migrations',
    'failed',
    [`update knex_migrations set name = '9999_x.sql' where name = '0001_foundation.sql'`],
    [`update knex_migrations set name = '0001_foundation.sql' where name = '9999_x.sql'`],
  ],
  [
    'provider-circuit',
    'warning',
    [`update provider_circuit set state = 'open', retry_at = now()`],
    [`update provider_circuit set state = 'closed', retry_at = null`],
  ],
];
test.each(broken)('%s is %s after %j', async (name, state, statements, undo) => {
  for (const statement of statements) await knex.raw(statement);
  try {
    expect(await runOne(name)).toMatchObject({ state });
  } finally {
    for (const statement of undo) await knex.raw(statement);
  }
  expect(await runOne(name)).toMatchObject({ state: 'ok' });
});

test('behind a pooler the role needs limits of its own', async () => {
  expect(await runOne('pooler')).toMatchObject({ state: 'ok' });
  const changes = { DATABASE_URL: url, DIRECT_DATABASE_URL: url };
  expect(await runOne('pooler', { changes })).toMatchObject({ state: 'warning' });
  for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
    await knex.raw(`do $$ begin execute format('alter role %I in database %I set ${name} = ''30s''',
      current_user, current_database()); end $$`);
  expect(await runOne('pooler', { changes })).toMatchObject({ state: 'ok' });
});

test('API keys that expire soon, and a verification that found something', async () => {
  expect(await runOne('api-keys')).toMatchObject({ state: 'ok' });
  await knex.raw(
    `insert into api_keys (id, name, scopes, expires_at) values (gen_random_uuid(), 'shop', '{users.read}', now() + interval '3 days')`,
  );
  expect(await runOne('api-keys')).toMatchObject({ state: 'warning' });
  await knex('verifications').insert({
    id: '00000000-0000-4000-8000-000000000001',
    finished_at: new Date(),
    is_ok: false,
    checks: JSON.stringify([
      { name: 'ledger', faults: 1, firstBad: { table: 'transactions', id: '7', problem: 'changed' } },
    ]),
  });
  expect(await runOne('last-verification')).toMatchObject({
    state: 'failed',
    found: 'It found: transactions 7: changed.',
  });
});

test('without the database the other checks run, and no secret is shown', async () => {
  const lost = connectDatabase('postgres://desk:hush-hush@127.0.0.1:1/desk');
  try {
    const reported = await runDoctor(settingsWith({ PAYDESK_SECRET: SECRET }), lost, { fetch: answers(200) });
    const states = Object.fromEntries(reported.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ database: 'failed', schema: 'skipped', node: 'ok', provider: 'ok' });
    expect(JSON.stringify(reported)).not.toMatch(/hush|a secret for tests/);
  } finally {
    await lost.destroy();
  }
});

test('a check that does not end is given up, and the next one runs', async () => {
  const described = { title: 'x', advice: 'x', link: 'docs/operations.md' };
  const checks = [
    machineCheck({ name: 'stuck', ...described }, async () => await new Promise<never>(() => {})),
    machineCheck({ name: 'next', ...described }, () => ok('fine')),
  ];
  const reported = await runDoctor(settingsWith(), null, { checks, checkMs: 50 });
  expect(reported.map(({ name, state }) => [name, state])).toEqual([
    ['database', 'failed'],
    ['stuck', 'failed'],
    ['next', 'ok'],
  ]);
});

test('the command names each check, with exit code 2 when something failed', async () => {
  const line = testCommandLine(
    { ...program, commands },
    testSettings({ DATABASE_URL: url, PAYDESK_SECRET: SECRET, PAYDESK_DATA_DIR: dataDir }),
  );
  expect(await line.run('doctor', '--json')).toBe(2);
  const { ok: isGood, checks } = JSON.parse(line.out) as { ok: boolean; checks: { name: string }[] };
  expect(isGood).toBe(false);
  expect(checks.map(({ name }) => name)).toEqual(['database', ...CHECKS.map(({ name }) => name)]);
});
