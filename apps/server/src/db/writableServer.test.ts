import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { connectDatabase } from './connect.ts';
import { databaseAway } from './databaseAway.ts';
import { requireWritableServer } from './writableServer.ts';

const { knex, url } = await testDatabase();

const server = (isStandby: boolean, timeline: string | null) => ({
  query: async () => ({ rows: [{ isStandby, timeline }] }),
});

/** The real server: the pool's first connections are of it. */
const real = { query: async (sql: string) => await knex.raw<{ rows: unknown[] }>(sql) };

const refusalOf = async (work: Promise<unknown>) =>
  await work.then(
    () => null,
    (error: unknown) => databaseAway(error)?.reason ?? error,
  );

test('a primary is accepted, by a role that is no superuser', async () => {
  const check = requireWritableServer();
  expect(await refusalOf(check(real))).toBe(null);
  expect(await refusalOf(check(real))).toBe(null);
});

test('a standby is refused, and callers hear that the database is away', async () => {
  expect(await refusalOf(requireWritableServer()(server(true, null)))).toBe('DATABASE_UNAVAILABLE');
});

test('after a failover the former primary is refused, and the new one goes on', async () => {
  const check = requireWritableServer();
  await check(real);
  await check(server(false, '0000000A'));
  expect(await refusalOf(check(real))).toBe('DATABASE_UNAVAILABLE');
  expect(await refusalOf(check(server(false, '0000000A')))).toBe(null);
});

test('a pool never uses a connection to a standby, and leaves none open', async () => {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  query.mockImplementation(async () => ({ rows: [{ isStandby: true, timeline: null }] }));
  const pool = connectDatabase(url, { applicationName: 'refused' });
  // Knex asks for the version of the server first, through a callback.
  (pool.client as { version: string }).version = '18';
  const refused = await refusalOf(pool.raw('select 1').then());
  query.mockRestore();
  await pool.destroy();
  expect(refused).toBe('DATABASE_UNAVAILABLE');
  await expect
    .poll(async () => await knex('pg_stat_activity').where({ application_name: 'refused' }))
    .toEqual([]);
});
