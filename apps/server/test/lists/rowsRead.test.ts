import { expect, test } from 'vitest';
import { balanceRows } from '../../src/rowFilters/balanceRows.ts';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { callsOf } from '../../bench/lists/calls.ts';
import { fillLists } from '../../bench/lists/fillLists.ts';
import { MeasuredDesk } from '../../bench/lists/measure.ts';
import { readSamples } from '../../bench/lists/samples.ts';
import { addFigureChanges } from '../../src/dashboard/addFigureChanges.job.ts';
import { systemClock } from '../../src/base/clock.ts';
import { claimDuePayments } from '../../src/payments/claimDuePayments.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { testDesk } from '../support/testDesk.ts';

const ROWS = 60_000;
const desk = await testDesk();
const { staff } = await createStaff(desk.knex, desk.auth, { email: 'a@desk.test', name: 'A', role: 'admin' });
await fillLists(desk.knex, ROWS);
const measured = new MeasuredDesk(desk, staff.id);
const samples = await readSamples(desk.knex);
const calls = callsOf(samples, 'some');
const busyUser = String(samples['userId']?.[0]);

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

interface Asked {
  filter?: Record<string, unknown>;
  sort?: { field: string };
}

/** The most rows of tables that any of these calls reads, and how many calls there were. */
async function mostRead(
  path: string,
  fits: (asked: Asked) => boolean,
): Promise<{ most: number; of: number }> {
  const chosen = calls.filter((call) => call.path === path && fits(call.input as Asked));
  let most = 0;
  for (const call of chosen) {
    const { sent, refused } = await measured.cost(call, 1);
    expect(refused).toBeNull();
    most = Math.max(most, (await measured.plans(sent)).rowsRead);
  }
  return { most, of: chosen.length };
}

test('the ledger of one type is sorted by amount without reading what has the other sign', async () => {
  const { most, of } = await mostRead(
    'transactions.list',
    ({ filter, sort }) =>
      sort?.field === 'amountUsd' && ['bonus', 'fee'].includes(String(filter?.['transactionType'])),
  );
  expect(of).toBeGreaterThan(1);
  expect(most).toBeLessThan(4000);
});

test('one type of a user’s postings is found without reading the others, nor those of other users', async () => {
  const plan = await desk.knex.transaction(async (trx) => {
    // At this size PostgreSQL puts two indexes together; of ten million rows it walks along one of them.
    await trx.raw('set local enable_bitmapscan = off; set local enable_seqscan = off');
    const { rows } = await trx.raw<{ rows: Record<string, string>[] }>(
      `explain (analyze, costs off) select * from transactions where user_id = ? and transaction_type = 'fee'
       order by created_at desc, id desc limit 26`,
      [busyUser],
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('transactions_user');
  // This user has 600 postings and no fee; the others have 2,400 fees.
  expect(plan).not.toContain('Rows Removed');
});

test('what is under way is summed from indexes alone', async () => {
  const { sent } = await measured.cost({ path: 'dashboard.summary', input: undefined }, 1);
  const plans = await desk.knex.transaction(async (trx) => {
    // So small a table PostgreSQL would read from end to end.
    await trx.raw('set local enable_seqscan = off; set local enable_bitmapscan = off');
    const lines: string[] = [];
    for (const { sql, bindings } of sent.filter((statement) => /^\s*(select|with)\b/i.test(statement.sql))) {
      const { rows } = await trx.raw<{ rows: Record<string, string>[] }>(
        `explain ${sql.replaceAll(/\$\d+/g, '?')}`,
        [...bindings],
      );
      lines.push(...rows.map((row) => row['QUERY PLAN'] ?? ''));
    }
    return lines.join('\n');
  });
  expect(plans).toContain('Index Only Scan using payments_confirming_amount');
  expect(plans).toContain('Index Only Scan using payments_in_flight');
});

test.each([
  ['payments.list', { field: 'createdAt', order: 'DESC' }, "order by (payments.created_at + interval '0')"],
  ['payments.list', { field: 'amountUsd', order: 'ASC' }, 'order by (payments.amount_usd + 0)'],
  ['users.list', { field: 'username', order: 'ASC' }, "|| '')"],
])(
  'what %s has searched for is sorted, in an order that leads along no index (%j)',
  async (path, sort, by) => {
    const { sent, refused } = await measured.cost({ path, input: { filter: { q: 'Wallet' }, sort } }, 1);
    expect(refused).toBeNull();
    expect(sent.map(({ sql }) => sql).join('\n')).toContain(by);
  },
);

test('the sign of a type’s amounts is named only where they are the order', async () => {
  const ofFees = async (path: string, sort?: object) => {
    const input = { filter: { transactionType: 'fee' }, ...(sort && { sort }) };
    return (await measured.cost({ path, input }, 1)).sent.map(({ sql }) => sql).join('\n');
  };
  const sign = '"amount_usd" <';
  expect(await ofFees('transactions.list', { field: 'amountUsd', order: 'ASC' })).toContain(sign);
  expect(await ofFees('transactions.list')).not.toContain(sign);
  expect(await ofFees('transactions.totals')).not.toContain(sign);
});

test('a balance of the past is found by its time, without reading what came later', async () => {
  const input = { userId: busyUser, at: daysAgo(400) };
  const { sent, refused } = await measured.cost({ path: 'balances.at', input }, 1);
  expect(refused).toBeNull();
  expect((await measured.plans(sent)).rowsRead).toBeLessThan(10);
});

test('the ledger of one type is sorted by amount without reading other types, whose amounts come first', async () => {
  const of = ['fee', 'withdrawal', 'deposit', 'bonus'].flatMap((transactionType) =>
    ['ASC', 'DESC'].map((order) => ({ filter: { transactionType }, sort: { field: 'amountUsd', order } })),
  );
  for (const input of of) {
    const { sent } = await measured.cost({ path: 'transactions.list', input }, 1);
    const { rowsRemoved } = await measured.plans(sent);
    expect.soft({ input, rowsRemoved }).toMatchObject({ rowsRemoved: 0 });
  }
});

test('the ledger in the order of its numbers has an order that an index has, over all users too', async () => {
  const { most, of } = await mostRead('transactions.list', ({ sort }) => sort?.field === 'seq');
  expect(of).toBeGreaterThan(20);
  expect(most).toBeLessThan(ROWS / 2);
});

test('what is newer than a time is counted and summed from the newest, without the rows before it', async () => {
  const isNew = ({ filter }: Asked) => filter?.['createdAfter'] !== undefined;
  for (const path of ['transactions.list', 'transactions.totals']) {
    const { most, of } = await mostRead(path, (asked) => isNew(asked) && asked.sort?.field !== 'amountUsd');
    expect(of).toBeGreaterThan(1);
    expect(most).toBeLessThan(12_000);
  }
});

test('in the order of another time than the filter’s, rows before it and after it are not walked past', async () => {
  const payments = ROWS / 14;
  for (const [filter, sort, most] of [
    [{ createdAfter: daysAgo(20) }, { field: 'updatedAt', order: 'ASC' }, 500],
    [{ createdAfter: daysAgo(20) }, { field: 'statusChangedAt', order: 'ASC' }, 500],
    [{ createdBefore: daysAgo(500) }, { field: 'updatedAt', order: 'DESC' }, 0.3 * payments],
    [{ createdBefore: daysAgo(500) }, { field: 'statusChangedAt', order: 'DESC' }, 0.3 * payments],
    [{ createdBefore: daysAgo(900) }, { field: 'statusChangedAt', order: 'DESC' }, 10],
    [{ updatedAfter: daysAgo(30) }, { field: 'createdAt', order: 'ASC' }, 0.3 * payments],
  ] as const) {
    const { sent, refused } = await measured.cost({ path: 'payments.list', input: { filter, sort } }, 1);
    expect(refused).toBeNull();
    expect([filter, sort, (await measured.plans(sent)).rowsRead < most]).toEqual([filter, sort, true]);
  }
});

test('payments by whether money has arrived, or was credited, are read by an index', async () => {
  await desk.knex.raw('analyze payments');
  for (const path of ['payments.list', 'payments.totals'])
    for (const name of ['hasReceived', 'hasCredited'])
      for (const value of [true, false]) {
        const { sent } = await measured.cost({ path, input: { filter: { [name]: value } } }, 1);
        const counted = sent.find(({ sql }) => sql.includes('count('));
        const found = await desk.knex.transaction(async (trx) => {
          await trx.raw('set local enable_seqscan = off');
          return await trx.raw<object>(`explain ${(counted?.sql ?? '').replaceAll(/\$\d+/g, '?')}`, [
            ...(counted?.bindings ?? []),
          ]);
        });
        expect(JSON.stringify(found)).toContain(
          name === 'hasReceived' ? 'payments_received' : 'payments_credited',
        );
      }
});

test('what a filter of another time leaves is not counted in the order of creation or of an amount', async () => {
  const chosen = calls.filter(
    ({ path, input }) =>
      (path.endsWith('.list') && (input as Asked).filter?.['updatedAfter'] !== undefined) ||
      (path.startsWith('balances.') && (input as Asked).filter?.['activeAfter'] !== undefined),
  );
  expect(new Set(chosen.map(({ path }) => path))).toContain('balances.totals');
  for (const call of chosen) {
    const { sent } = await measured.cost(call, 1);
    const counts = sent.filter(({ sql }) => sql.includes('count('));
    expect(counts).toHaveLength(1);
    expect(counts[0]?.sql).not.toContain('order by');
  }
});

test('the summary of the dashboard reads no more than what is open', async () => {
  while ((await addFigureChanges(desk)) > 0);
  // The newest rows are of now, and the clock of tests is behind.
  const today = new MeasuredDesk({ ...desk, clock: systemClock }, staff.id);
  const { sent } = await today.cost({ path: 'dashboard.summary', input: undefined }, 1);
  const { rowsRead, seqScans } = await measured.plans(sent);
  const open = await desk
    .knex('payments')
    .whereIn('status', ['confirming', 'confirmed'])
    .count('* as n')
    .first();
  expect(seqScans).toEqual([]);
  expect(rowsRead).toBeLessThan(2 * Number(open?.['n']) + 2000);
});

test('balances that moved lately are found by the index of that time', async () => {
  const rows = await balanceRows(desk.knex, { activeAfter: new Date().toISOString() }, wholeDesk);
  const query = rows().toKnexQuery();
  const plan = await desk.knex.transaction(async (trx) => {
    await trx.raw('set local enable_seqscan = off');
    return await trx.raw<object>(`explain ${query.toQuery()}`);
  });
  expect(JSON.stringify(plan)).toContain('user_balances_recent');
});

test('of very many due payments a worker reads few, and sorts no more', async () => {
  // The books of these payments are not kept: the triggers that compare them rest.
  await desk.knex.raw('alter table payments disable trigger user');
  await desk.knex
    .raw(`update payments set checked_at = now() - interval '1 day' - random() * interval '1 hour',
    next_check_at = now() - interval '400 days' - random() * interval '1 hour'`);
  await desk.knex.raw('vacuum analyze payments');
  const sent = await measured.sent(async () => expect(await claimDuePayments(desk, 20)).toHaveLength(20));
  expect(sent.length).toBe(3);
  expect((await measured.plansOfWrites(sent)).rowsRead).toBeLessThan(ROWS / 20);
});

test('postings of one type are counted and summed from an index, without the table', async () => {
  const chosen = calls.filter(
    ({ path, input }) =>
      ['transactions.list', 'transactions.totals'].includes(path) &&
      ['bonus', 'fee'].includes(String((input as Asked).filter?.['transactionType'])),
  );
  expect(new Set(chosen.map(({ path }) => path)).size).toBe(2);
  for (const call of chosen) {
    const { sent } = await measured.cost(call, 1);
    const count = sent.find(({ sql }) => sql.includes('count('));
    const { rows } = await desk.knex.raw<{ rows: { 'QUERY PLAN': string }[] }>(
      `explain ${(count?.sql ?? '').replaceAll(/\$\d+/g, '?')}`,
      [...(count?.bindings ?? [])],
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index Only Scan');
  }
});
