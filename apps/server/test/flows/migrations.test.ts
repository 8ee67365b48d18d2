import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import fastify from 'fastify';
import type { Knex } from 'knex';
import { expect, inject, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import {
  MIGRATION_LOCK_KEY,
  MigrationBlocked,
  migrateToLatest,
  pendingMigrations,
  UnsupportedDatabase,
} from '../../src/db/migrate.ts';
import { sqlMigrations } from '../../src/db/sqlMigrations.ts';
import { healthRoutes } from '../../src/http/health.routes.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';

const server = resolve(import.meta.dirname, '../..');
const root = resolve(server, '../..');
const FILES = readdirSync(join(server, 'migrations')).toSorted();
const UPGRADE_REFUSED = /development version of Paydesk.*remove its data folder.*new database/;

const { knex: admin } = await testDatabase();

/** Runs a piece of work on an empty database, which is dropped afterwards. */
async function onEmptyDatabase(work: (knex: Knex, url: string) => Promise<void>): Promise<void> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  const url = `${inject('testServerUrl')}/${name}`;
  await admin.raw('create database ??', [name]);
  const knex = connectDatabase(url);
  try {
    await work(knex, url);
  } finally {
    await knex.destroy();
    await admin.raw('drop database ?? with (force)', [name]);
  }
}

/** What a development version left: its migrations were TypeScript files. */
async function developmentDatabase(knex: Knex): Promise<void> {
  await knex.raw(`
    create table knex_migrations (id serial primary key, name text, batch int, migration_time timestamptz);
    create table knex_migrations_lock (index serial primary key, is_locked int);
    insert into knex_migrations (name, batch) values ('0001_accounts.ts', 1), ('0002_payments.ts', 1);
    insert into knex_migrations_lock (is_locked) values (1);
    create table users (id uuid primary key);
    insert into users values ('0192a000-0000-7000-8000-000000000000')`);
}

/** Every relation, function and type with the transaction that wrote it last, and what knex has noted. */
async function stateOf(knex: Knex): Promise<unknown> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(`
    select 'relation' as kind, relname as name, xmin::text as written from pg_class
      where relnamespace = 'public'::regnamespace
    union all select 'function', proname, xmin::text from pg_proc where pronamespace = 'public'::regnamespace
    union all select 'type', typname, xmin::text from pg_type where typnamespace = 'public'::regnamespace
    union all select 'migration', name, xmin::text from knex_migrations
    union all select 'lock', is_locked::text, xmin::text from knex_migrations_lock
    order by 1, 2, 3`);
  return rows;
}

async function readiness(knex: Knex): Promise<{ status: number; body: unknown }> {
  const app = fastify();
  healthRoutes(app, { knex, stopping: new AbortController().signal } as never);
  const response = await app.inject({ url: '/health/ready' });
  await app.close();
  return { status: response.statusCode, body: response.json() };
}

const program = async (url: string, ...words: string[]) =>
  await promisify(execFile)(process.execPath, words, { cwd: root, env: { PATH: '', DATABASE_URL: url } });
const knexCommand = async (url: string, command: string) =>
  await program(url, join(root, 'node_modules/knex/bin/cli.js'), command);

test('an empty database gets every file in order, by its name, and a second call does nothing', async () => {
  await onEmptyDatabase(async (knex) => {
    expect(await pendingMigrations(knex)).toEqual(FILES);
    expect(await readiness(knex)).toMatchObject({
      status: 503,
      body: { status: 'unavailable', database: 'ok', missingMigrations: FILES.length },
    });
    expect(await migrateToLatest(knex)).toEqual(FILES);
    expect(await knex('knex_migrations').orderBy('id').pluck('name')).toEqual(FILES);
    expect(await readiness(knex)).toEqual({ status: 200, body: { status: 'ok', database: 'ok' } });

    const before = await stateOf(knex);
    expect(await pendingMigrations(knex)).toEqual([]);
    expect(await migrateToLatest(knex)).toEqual([]);
    expect(await stateOf(knex)).toEqual(before);
  });
});

test('a database that is newer than the code counts as ready and is left alone', async () => {
  await onEmptyDatabase(async (knex) => {
    await migrateToLatest(knex);
    await knex('knex_migrations').insert({ name: '9999_from_the_future.sql', batch: 2 });
    await knex.raw('alter table users add column nickname text');
    const before = await stateOf(knex);
    expect(await pendingMigrations(knex)).toEqual([]);
    expect((await readiness(knex)).status).toBe(200);
    expect(await migrateToLatest(knex)).toEqual([]);
    expect(await stateOf(knex)).toEqual(before);
  });
});

test('a database of a development version is refused with what to do, and stays as it was', async () => {
  await onEmptyDatabase(async (knex, url) => {
    await developmentDatabase(knex);
    const before = await stateOf(knex);
    await expect(migrateToLatest(knex)).rejects.toThrow(UnsupportedDatabase);
    await expect(migrateToLatest(knex)).rejects.toThrow(UPGRADE_REFUSED);
    await expect(pendingMigrations(knex)).rejects.toThrow(UPGRADE_REFUSED);
    expect(await readiness(knex)).toMatchObject({
      status: 503,
      body: { status: 'unavailable', database: 'unsupported' },
    });
    await expect(program(url, join(server, 'src/cli/main.ts'), 'migrate')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(UPGRADE_REFUSED) as string,
    });
    expect(await stateOf(knex)).toEqual(before);
  });
});

test('the knex command line shows, applies and refuses the same, and never goes back', async () => {
  await onEmptyDatabase(async (knex, url) => {
    expect((await knexCommand(url, 'migrate:status')).stdout).toContain(
      `Found ${FILES.length} Pending Migration`,
    );
    await knexCommand(url, 'migrate:latest');
    expect(await pendingMigrations(knex)).toEqual([]);
    await expect(knexCommand(url, 'migrate:rollback')).rejects.toThrow('migrations only go forward');
    expect(await pendingMigrations(knex)).toEqual([]);
  });
  await onEmptyDatabase(async (knex, url) => {
    await developmentDatabase(knex);
    await knex('knex_migrations_lock').update({ is_locked: 0 });
    await expect(knexCommand(url, 'migrate:latest')).rejects.toThrow(UPGRADE_REFUSED);
    expect(await knex('knex_migrations').orderBy('id').pluck('name')).toEqual([
      '0001_accounts.ts',
      '0002_payments.ts',
    ]);
    expect(await knex.schema.hasTable('payments')).toBe(false);
  });
});

test('of two processes that migrate at once one applies the files, and the other waits and finds them', async () => {
  await onEmptyDatabase(async (knex, url) => {
    const lock = await knex.transaction();
    await lock.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK_KEY]);
    const processes = [1, 2].map(() => program(url, join(server, 'src/cli/main.ts'), 'migrate', '--json'));
    const waiting = async () => {
      const { rows } = await knex.raw<{ rows: unknown[] }>(
        `select from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      );
      return rows.length;
    };
    await expect.poll(waiting, { timeout: 20_000 }).toBe(2);
    await lock.commit();
    const applied = (await Promise.all(processes)).map(
      ({ stdout }) => (JSON.parse(stdout) as { applied: string[] }).applied,
    );
    expect(applied.toSorted((a, b) => a.length - b.length)).toEqual([[], FILES]);
  });
});

test('a file that fails is named with its line, and takes the others back with it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'paydesk-migrations-'));
  writeFileSync(
    join(directory, '0001_first.sql'),
    `create table first as select '{"a": 1}'::jsonb ? 'a' as has`,
  );
  writeFileSync(
    join(directory, '0002_second.sql'),
    '-- What?\ncreate table second ();\ncreate table first ();\nsele 1;',
  );
  writeFileSync(join(directory, 'README.md'), 'not a migration');
  const config = { migrationSource: sqlMigrations(directory) };
  try {
    await onEmptyDatabase(async (knex) => {
      await expect(knex.migrate.latest(config)).rejects.toThrow(
        /^0002_second\.sql, line 4: syntax error at or near "sele"$/,
      );
      expect(await knex.schema.hasTable('first')).toBe(false);

      writeFileSync(join(directory, '0002_second.sql'), 'create table second ()');
      await knex.migrate.latest(config);
      expect(await knex('first')).toEqual([{ has: true }]);
      expect(await knex('knex_migrations').orderBy('id').pluck('name')).toEqual([
        '0001_first.sql',
        '0002_second.sql',
      ]);
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a migration that a long report blocks holds up no posting for long, and is applied when the report ends', async () => {
  const desk = await testDesk();
  const { id: userId } = await newUser(desk);
  const directory = mkdtempSync(join(tmpdir(), 'paydesk-migrations-'));
  for (const file of FILES) writeFileSync(join(directory, file), '');
  writeFileSync(join(directory, '9999_next.sql'), 'alter table transactions add column colour text');
  const migrations = sqlMigrations(directory);
  const report = await desk.knex.transaction();
  await report('transactions').count();
  try {
    await expect(migrateToLatest(desk.knex, { migrations, attempts: 1 })).rejects.toThrow(MigrationBlocked);
    await expect(migrateToLatest(desk.knex, { migrations, attempts: 1 })).rejects.toThrow(
      /^9999_next\.sql: canceling statement due to lock timeout\. Nothing was changed/,
    );
    const reasons: string[] = [];
    const migrated = migrateToLatest(desk.knex, { migrations, onBlocked: (reason) => reasons.push(reason) });
    let slowestMs = 0;
    while (reasons.length < 2) {
      const startedAt = performance.now();
      await giveBonus(desk, actors.service(), { userId, amountUsd: '1.00' });
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    }
    expect(slowestMs).toBeGreaterThan(500);
    expect(slowestMs).toBeLessThan(5000);
    await report.commit();
    expect(await migrated).toEqual(['9999_next.sql']);
    expect(await desk.knex.schema.hasColumn('transactions', 'colour')).toBe(true);
  } finally {
    if (!report.isCompleted()) await report.rollback();
    rmSync(directory, { recursive: true });
  }
});
