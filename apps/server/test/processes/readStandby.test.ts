import { Model } from 'objection';
import { afterAll, expect, test, vi } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { appCaller } from '../support/http.ts';
import { replicatedDatabase } from '../support/replicatedDatabase.ts';
import { testDesk } from '../support/testDesk.ts';
import { startProgram } from './deskProgram.ts';

test('two servers read lists from a standby, and each shows at once what was written at the other', async () => {
  const servers = await replicatedDatabase({ isSynchronous: false });
  const databaseUrl = servers.primary.urlOf('desk');
  const knex = connectDatabase(databaseUrl, { applicationName: 'test' });
  const standby = connectDatabase(servers.standby.superuserUrlOf('desk'), {
    applicationName: 'test',
    checkStandby: async () => await Promise.resolve(),
  });
  afterAll(async () => void (await Promise.all([knex.destroy(), standby.destroy()])));
  Model.knex(knex);
  const headers = {
    ...(await appCaller(await testDesk({ knex }), ['users.read', 'users.write'])),
    'content-type': 'application/json',
  };
  // Both hosts, as an operator names them for failover too.
  const settings = { READ_DATABASE_URL: servers.urlOf('desk') };
  const [one, other] = [
    await startProgram('main', { databaseUrl, settings }),
    await startProgram('main', { databaseUrl, settings }),
  ];
  const idsAt = async (url: string) => {
    const answer = await fetch(`${url}/trpc/users.list`, { headers });
    const { result } = (await answer.json()) as { result: { data: { data: { id: string }[] } } };
    return result.data.data.map(({ id }) => id);
  };
  const upsertAt = async (url: string) => {
    const body = JSON.stringify({ externalId: newId(), username: 'Ada' });
    const answer = await fetch(`${url}/trpc/users.upsert`, { method: 'POST', headers, body });
    return ((await answer.json()) as { result: { data: { id: string } } }).result.data.id;
  };
  /** Processes at the other end of whose connections a list was the last statement. */
  const readers = async (db: typeof knex) => {
    const { rows } = await db.raw<{ rows: { application: string }[] }>(
      `select distinct application_name as application from pg_stat_activity
       where application_name like 'paydesk%' and query like '%from "users"%order by%'`,
    );
    return rows.map(({ application }) => application);
  };

  const first = await upsertAt(one.url);
  await vi.waitFor(
    async () => {
      expect(await idsAt(one.url)).toContain(first);
      expect(await idsAt(other.url)).toContain(first);
      expect(await readers(standby)).toEqual(['paydesk-server-standby']);
      const { rows } = await standby.raw<{ rows: object[] }>(
        `select distinct client_port from pg_stat_activity where application_name = 'paydesk-server-standby'`,
      );
      expect(rows.length).toBeGreaterThan(2);
    },
    { timeout: 15_000, interval: 200 },
  );

  await standby.raw('select pg_wal_replay_pause()');
  for (const [written, read] of [
    [one, other],
    [other, one],
    [one, one],
  ] as const) {
    const id = await upsertAt(written.url);
    expect(await idsAt(read.url)).toContain(id);
  }
  expect(await readers(knex)).toEqual(['paydesk-server-reads']);
  expect(one.output()).toContain('the standby cannot be used');
  await standby.raw('select pg_wal_replay_resume()');
  await vi.waitFor(() => expect(one.output().split('lists are read from the standby')).toHaveLength(3), {
    timeout: 15_000,
  });
}, 60_000);
