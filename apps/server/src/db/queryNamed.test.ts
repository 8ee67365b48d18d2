import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { connectDatabase } from './connect.ts';
import { queryNamed } from './queryNamed.ts';

const { url } = await testDatabase();
// One connection, so that it is known which one has the statement.
const knex = connectDatabase(url, { poolMax: 1 });
afterAll(async () => await knex.destroy());

const ask = async (value: number) =>
  await queryNamed<{ sum: number }>(knex, { name: 'test_sum', sql: 'select ?::int + 1 as sum' }, [value]);
const prepared = async () =>
  (await knex.raw<{ rows: { name: string }[] }>('select name from pg_prepared_statements')).rows;

test('a statement is parsed once for a connection', async () => {
  expect([await ask(1), await ask(2)]).toEqual([[{ sum: 2 }], [{ sum: 3 }]]);
  expect(await prepared()).toEqual([{ name: 'test_sum' }]);
});

test('an error of the statement is thrown as it is, and names stay in use', async () => {
  const divided = queryNamed(knex, { name: 'test_division', sql: 'select 1 / ?::int' }, [0]);
  await expect(divided).rejects.toMatchObject({ code: '22012' });
  expect((await prepared()).map(({ name }) => name)).toContain('test_sum');
});

test('a session that does not know the name, as behind a pooler, costs no answer; then names are no longer used', async () => {
  await knex.raw('deallocate all');
  expect(await ask(3)).toEqual([{ sum: 4 }]);
  expect(await ask(4)).toEqual([{ sum: 5 }]);
  expect(await prepared()).toEqual([]);
});
