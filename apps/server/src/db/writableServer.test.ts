import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { connectDatabase } from './connect.ts';
import { databaseAway } from './databaseAway.ts';
import { writableServer } from './writableServer.ts';

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
  const { check } = writableServer();
  expect(await refusalOf(check(real))).toBe(null);
  expect(await refusalOf(check(real))).toBe(null);
});

test('a standby is refused, and callers hear that the database is away', async () => {
  expect(await refusalOf(writableServer().check(server(true, null)))).toBe('DATABASE_UNAVAILABLE');
});

test('after a failover the former primary is refused, and the new one goes on', async () => {
  const { check } = writableServer();
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

const URLS = ['first', 'second', 'third'];
const servers = (timelines: Record<string, number | 'away' | 'silent'>) => async (address: string) => {
  const timeline = timelines[address];
  if (timeline === 'silent') return await new Promise<never>(() => {});
  if (typeof timeline !== 'number')
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  return timeline;
};

test('of several servers the primary is taken, and one with an older timeline never', async () => {
  const { choose } = writableServer();
  expect(await choose(URLS, servers({ first: 'away', second: 3, third: 'away' }))).toBe('second');
  // The former primary has come back and answers first.
  expect(await choose(URLS, servers({ first: 2, second: 'away', third: 3 }))).toBe('third');
});

test('a server that does not answer is not waited for, once a timeline is known', async () => {
  const { check, choose } = writableServer();
  const startedAt = performance.now();
  expect(await choose(URLS, servers({ first: 'silent', second: 10, third: 'away' }))).toBe('second');
  expect(performance.now() - startedAt).toBeGreaterThan(1900);
  await check(server(false, '0000000A'));
  const again = performance.now();
  expect(await choose(URLS, servers({ first: 'silent', second: 10, third: 'away' }))).toBe('second');
  expect(performance.now() - again).toBeLessThan(500);
});

test('callers hear that the database is away when no server is the primary', async () => {
  const { choose } = writableServer();
  expect(await refusalOf(choose(URLS, servers({ first: 'away', second: 'away', third: 'away' })))).toBe(
    'DATABASE_UNAVAILABLE',
  );
});

test('a pool with several hosts goes to the one that is there', async () => {
  const { port, host } = new URL(url);
  const several = url.replace(host, `127.0.0.1:1,127.0.0.1:${port}`);
  const pool = connectDatabase(several);
  try {
    expect((await pool.raw<{ rows: unknown[] }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  } finally {
    await pool.destroy();
  }
});
