import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { connectDatabase } from './connect.ts';
import { databaseAway } from './databaseAway.ts';

const { url } = await testDatabase();

test('a connection that ends in the middle of a statement, without a word of PostgreSQL', async () => {
  const knex = connectDatabase(url, { poolMax: 1 });
  try {
    const connection = (await knex.client.acquireConnection()) as { connection: { stream: Socket } };
    await knex.client.releaseConnection(connection);
    const statement = knex.raw('select pg_sleep(20)').then(
      () => null,
      (error: unknown) => error,
    );
    setTimeout(() => connection.connection.stream.destroy(), 100);
    expect(databaseAway(await statement)).toMatchObject({ reason: 'DATABASE_UNAVAILABLE' });
  } finally {
    await knex.destroy();
  }
});

test('a server that accepts a connection and says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const knex = connectDatabase(`postgres://desk@127.0.0.1:${port}/desk`, { connectTimeoutMs: 100 });
  try {
    const error: unknown = await knex.raw('select 1').catch((failure: unknown) => failure);
    expect(databaseAway(error)).toMatchObject({ reason: 'DATABASE_UNAVAILABLE' });
  } finally {
    await knex.destroy();
    silent.close();
  }
});

test('a text of a caller that PostgreSQL repeats does not look like a lost connection', async () => {
  const { knex } = await testDatabase();
  const error: unknown = await knex
    .raw('select ?::int', ['x - Connection terminated'])
    .catch((failure: unknown) => failure);
  expect(databaseAway(error)).toBeNull();
  expect(databaseAway(Object.assign(new Error('x - Connection terminated'), { code: '22P02' }))).toBeNull();
});

test.each([
  // knex puts the statement before the message of the driver.
  'select "id" from "users" where "id" = $1 - Connection terminated unexpectedly',
  'Connection terminated',
  'Knex: Timeout acquiring a connection. The pool is probably full.',
])('“%s” means that the database is away', (message) => {
  expect(databaseAway(new Error(message))?.reason).toBe('DATABASE_UNAVAILABLE');
});

test('what a statement says about connections means nothing', () => {
  expect(databaseAway(new Error("insert into notes values ('Connection terminated') - syntax error"))).toBe(
    null,
  );
});

test.each(['53100', '53200', '58030'])(
  'a database without space (%s) stores nothing, and says so',
  async (code) => {
    const { knex } = await testDatabase();
    const error: unknown = await knex
      .raw(`do $$ begin raise exception 'could not extend file' using errcode = '${code}'; end $$`)
      .catch((failure: unknown) => failure);
    expect(databaseAway(error)).toMatchObject({
      reason: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('no space left') as string,
    });
    expect(databaseAway(new Error('wrapped', { cause: error }))?.reason).toBe('DATABASE_UNAVAILABLE');
  },
);
