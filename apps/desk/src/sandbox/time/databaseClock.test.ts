import { executeOnServer, startScratchServer } from '@paydesk/embedded-database';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { installDatabaseClock, openDatabaseClock } from './databaseClock.ts';

const server = await startScratchServer();
afterAll(async () => await server.stop());
const superuserUrl = await superuser();
await installDatabaseClock(superuserUrl);

/** The scratch server's own roles are none. */
async function superuser(): Promise<string> {
  await executeOnServer(server.superuserUrl, 'create database timed');
  return `${server.superuserUrl}/timed`;
}

const HOUR_MS = 3_600_000;

async function hoursAhead(client: pg.Client, expression: string): Promise<number> {
  const { rows } = await client.query<{ at: Date }>(`select ${expression} as at`);
  return Math.round(((rows[0]?.at.getTime() ?? 0) - Date.now()) / HOUR_MS);
}

test('once it has moved, no connection sees the time from before', async () => {
  const clock = await openDatabaseClock(superuserUrl);
  const clients = Array.from({ length: 20 }, () => new pg.Client({ connectionString: superuserUrl }));
  for (const client of clients) await client.connect();
  for (let hours = 1; hours <= 20; hours += 1) {
    await clock.setAhead(hours * HOUR_MS);
    const seen = await Promise.all(clients.map(async (client) => await hoursAhead(client, 'now()')));
    expect(new Set(seen)).toEqual(new Set([hours]));
  }
  await Promise.all([clock.close(), ...clients.map(async (client) => await client.end())]);
});

test('defaults, functions and statements all have the controlled time', async () => {
  const clock = await openDatabaseClock(superuserUrl);
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(`
    create table dated (at timestamptz default now(), exact timestamptz default clock_timestamp());
    create function dated_by_trigger() returns timestamptz language plpgsql set search_path = public, pg_temp
      as $$ begin return clock_timestamp(); end $$`);
  await clock.setAhead(48 * HOUR_MS);
  await client.query('insert into dated default values');
  for (const at of [
    '(select at from dated)',
    '(select exact from dated)',
    'dated_by_trigger()',
    'pg_catalog.now()',
  ])
    expect(await hoursAhead(client, at), at).toBe(48);
  // Unlike these keywords, which the desk does not use.
  expect(await hoursAhead(client, 'current_timestamp')).toBe(0);
  await Promise.all([clock.close(), client.end()]);
});
