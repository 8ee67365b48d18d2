import { afterAll, expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { appRouter } from '../../src/http/router.ts';
import { isLongRead } from '../../src/trpc/longReads.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';
import { fundedUser } from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { url } = await testDatabase();
const reads = connectDatabase(url, { statementTimeoutMs: 200 });
afterAll(async () => await reads.destroy());
const { desk, app } = await httpDesk({ reads });
const admin = await staffCaller(desk, 'admin');
const user = await fundedUser(desk, '10.00');

const TOO_BROAD = { data: { reason: 'SEARCH_TOO_BROAD' } };

/** What is sent while a table is locked: the statement waits until it may wait no longer. */
async function whileLocked(table: string, path: string, input: unknown) {
  return await desk.knex.transaction(async (trx) => {
    await trx.raw('lock table ?? in access exclusive mode', [table]);
    return await call(app, admin, path, input);
  });
}

test.each([
  ['transactions', 'transactions.list', { filter: { q: 'a word' } }],
  ['payments', 'payments.totals', { filter: {} }],
  ['payments', 'search.find', { query: 'a word' }],
  ['figure_totals', 'dashboard.summary', undefined],
  ['audit_log', 'audit.list', { filter: { q: 'a word' } }],
])(
  'while a statement on %s takes too long, %s is refused, and says what to do',
  async (table, path, input) => {
    expect(await whileLocked(table, path, input)).toMatchObject({
      status: 422,
      error: { ...TOO_BROAD, message: expect.stringContaining('add a filter') },
    });
    expect((await call(app, admin, path, input)).status).toBe(200);
  },
);

test('a row by its id has the other pool, whose statements may take longer', async () => {
  const found = await desk.knex.transaction(async (trx) => {
    await trx.raw('lock table user_balances in access exclusive mode');
    const answer = call(app, admin, 'balances.get', { id: user.id });
    expect(await call(app, admin, 'balances.list', {})).toMatchObject({ error: TOO_BROAD });
    return { answer };
  });
  expect(await found.answer).toMatchObject({ status: 200 });
});

test('every list that customers fill is a long read, and no mutation is', () => {
  const procedures = Object.entries<{ _def: { type: string } }>(appRouter._def.procedures as never);
  const long = procedures.filter(([path]) => isLongRead(path));
  expect(long.every(([, { _def }]) => _def.type === 'query')).toBe(true);
  expect(long.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      'payments.list',
      'withdrawals.totals',
      'transactions.list',
      'suspense.list',
      'users.list',
      'balances.list',
      'audit.list',
      'search.find',
      'timeline.ofUser',
      'dashboard.range',
    ]),
  );
});
