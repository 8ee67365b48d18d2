import { expect, test } from 'vitest';
import { databaseAway } from './databaseAway.ts';

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
