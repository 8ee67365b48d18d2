import type pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { connectDatabase } from './connect.ts';
import { checkServerVersion, migrateToLatest } from './migrate.ts';

const { knex, url } = await testDatabase();

async function value(expression: string): Promise<unknown> {
  const { rows } = await knex.raw<{ rows: { value: unknown }[] }>(`select ${expression} as value`);
  return rows[0]?.value;
}

test('amounts and big counts arrive as strings, alone and in arrays', async () => {
  expect(await value('123456789012345678901234567890.123::numeric')).toBe(
    '123456789012345678901234567890.123',
  );
  expect(await value('9007199254740993::int8')).toBe('9007199254740993');
  expect(await value('array[0.1, 123456789012345678.9]::numeric[]')).toEqual(['0.1', '123456789012345678.9']);
  expect(await value('array[9007199254740993]::int8[]')).toEqual(['9007199254740993']);
});

test('a day stays the day it is, and a moment is a Date', async () => {
  expect(await value("date '2026-03-29'")).toBe('2026-03-29');
  expect(await value("timestamptz '2026-03-29T01:02:03Z'")).toEqual(new Date('2026-03-29T01:02:03Z'));
});

test('a statement that takes too long is cancelled', async () => {
  const impatient = connectDatabase(url, { statementTimeoutMs: 50 });
  try {
    await expect(impatient.raw('select pg_sleep(5)')).rejects.toThrow(/statement timeout/);
  } finally {
    await impatient.destroy();
  }
});

test('waits for locks and idle transactions have a limit on every connection', async () => {
  expect(await value("current_setting('lock_timeout')")).toBe('10s');
  expect(await value("current_setting('idle_in_transaction_session_timeout')")).toBe('1min');
  expect(await value("current_setting('statement_timeout')")).toBe('30s');
});

test('the desk works as an ordinary role, not as a superuser', async () => {
  expect(await value('(select rolsuper from pg_roles where rolname = current_user)')).toBe(false);
});

test('servers that migrate at the same time wait for each other and a dead one leaves no lock', async () => {
  await migrateToLatest(knex);
  await knex('knex_migrations_lock').update({ is_locked: 1 });
  const applied = await Promise.all([migrateToLatest(knex), migrateToLatest(knex), migrateToLatest(knex)]);
  expect(applied).toEqual([[], [], []]);
});

test('a PostgreSQL older than 15 is refused by name', async () => {
  const old = { raw: async () => ({ rows: [{ number: '140012', name: '14.12' }] }) };
  await expect(checkServerVersion(old as never)).rejects.toThrow(/PostgreSQL 15 or newer.*PostgreSQL 14\.12/);
});

test('behind a pooler no setting of a session is sent, and each transaction has its own', async () => {
  const pooled = connectDatabase(url, { pooled: true });
  const settingsIn = async (db: Pick<typeof pooled, 'raw'>) =>
    (
      await db.raw<{ rows: unknown[] }>(`select current_setting('search_path') as path,
        current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`)
    ).rows[0];
  const given = { path: 'public, pg_temp', statement: '30s', lock: '10s', idle: '1min' };
  const none = { path: '"$user", public', statement: '0', lock: '0', idle: '0' };
  try {
    expect(await settingsIn(pooled)).toEqual(none);
    expect(await pooled.transaction(settingsIn)).toEqual(given);
    expect(
      await pooled.transaction(settingsIn, { isolationLevel: 'repeatable read', readOnly: true }),
    ).toEqual(given);
    // As the sign-in's own queries begin one, on a connection of the pool.
    const client = pooled.client as {
      acquireConnection(): Promise<pg.Client>;
      releaseConnection(c: pg.Client): void;
    };
    const connection = await client.acquireConnection();
    await connection.query('begin');
    expect((await connection.query('show lock_timeout')).rows).toEqual([{ lock_timeout: '10s' }]);
    await connection.query('commit');
    client.releaseConnection(connection);
    expect(await settingsIn(pooled)).toEqual(none);
  } finally {
    await pooled.destroy();
  }
});

test('no setting of the database puts other functions before those of PostgreSQL', async () => {
  await knex.raw('create schema evil');
  await knex.raw(`create function evil.now() returns timestamptz language sql as 'select null::timestamptz'`);
  const { rows } = await knex.raw<{ rows: { name: string }[] }>('select current_database() as name');
  await knex.raw('alter database ?? set search_path = evil, public, pg_catalog', [rows[0]?.name ?? '']);
  for (const address of [url, `${url}?options=-c%20work_mem%3D8MB`]) {
    const later = connectDatabase(address);
    try {
      const { rows: found } = await later.raw<{ rows: { at: Date | null; path: string }[] }>(
        `select now() as at, current_setting('search_path') as path`,
      );
      expect(found).toEqual([{ at: expect.any(Date) as Date, path: 'public,pg_temp' }]);
    } finally {
      await later.destroy();
    }
  }
  // A pooler's sessions cannot be given one.
  const pooled = connectDatabase(url, { pooled: true });
  await expect(pooled.raw('select 1')).rejects.toThrow('search_path evil');
  await pooled.destroy();
});
