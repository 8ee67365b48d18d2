import { COUNT_CAP, formatUsd, MAX_OFFSET } from '@paydesk/types';
import { expect, test } from 'vitest';
import { listTransactions } from '../../src/transactions/listTransactions.ts';
import { AMOUNT_COLUMNS } from '../../src/rowFilters/amountColumns.ts';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { sumRows } from '../../src/rowFilters/sumRows.ts';
import { transactionRows } from '../../src/rowFilters/transactionRows.ts';
import { fundedUser } from '../support/money.ts';
import { offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const user = await fundedUser(desk, '1000.00');
const ROWS = COUNT_CAP + 3000;
await knex.raw('alter table transactions disable trigger user');
// Ten rows share each time and amount: only the id tells them apart.
await knex.raw(
  `insert into transactions (id, user_id, amount_usd, created_at, seq, transaction_type, balance_after, actor_kind,
     prev_hash, hash, description)
   select gen_random_uuid(), ?, 1 + n / 10, now() - (n / 10) * interval '1 minute', n + 10, 'bonus', 1, 'system',
     '', '', ''
   from generate_series(1, ?) n`,
  [user.id, ROWS],
);
await knex.raw('alter table transactions enable trigger user');
await knex.raw('analyze transactions');

const page = async (input: object) =>
  await listTransactions(desk, { perPage: 100, filter: { transactionType: 'bonus' }, ...input }, wholeDesk);
const idsOf = ({ rows }: { rows: { id: string }[] }) => rows.map(({ id }) => id);

test.each([
  ['createdAt', 'DESC'],
  ['amountUsd', 'ASC'],
] as const)('pages by cursor lead through all rows by %s %s, and back', async (field, order) => {
  const sort = { field, order };
  const there: string[][] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const answer = await page({ sort, ...(cursor !== undefined && { cursor }) });
    expect(answer.pageInfo.hasPreviousPage).toBe(there.length > 0);
    there.push(idsOf(answer));
    cursor = answer.nextCursor;
    more = answer.pageInfo.hasNextPage;
  }
  expect(new Set(there.flat()).size).toBe(ROWS);

  const back: string[][] = [];
  for (let cursor: string | undefined = 'last', more = true; more;) {
    const answer: Awaited<ReturnType<typeof page>> = await page({ sort, cursor });
    expect(answer.pageInfo.hasNextPage).toBe(back.length > 0);
    back.unshift(idsOf(answer));
    cursor = answer.previousCursor;
    more = answer.pageInfo.hasPreviousPage;
  }
  expect(back.flat()).toEqual(there.flat());
});

test('a page before a cursor is the one that was left', async () => {
  const first = await page({});
  const second = await page({ cursor: first.nextCursor });
  const third = await page({ cursor: second.nextCursor });
  expect(idsOf(await page({ cursor: third.previousCursor }))).toEqual(idsOf(second));
  expect(idsOf(await page({ cursor: second.previousCursor }))).toEqual(idsOf(first));
});

test('a page by number that is too deep says so, and the total says that there are more', async () => {
  await expect(page({ page: MAX_OFFSET / 100 + 2 })).rejects.toMatchObject({ reason: 'PAGE_TOO_DEEP' });
  expect(await page({})).toMatchObject({ total: COUNT_CAP, totalIsEstimate: true });
});

test('a foot sums what is counted, and says so where it stops', async () => {
  const rows = await transactionRows(knex, { transactionType: 'bonus' }, wholeDesk);
  const totals = async (isExact: boolean) =>
    await sumRows(knex, {
      query: rows(),
      columns: AMOUNT_COLUMNS.transactions,
      isNewestFirst: false,
      isExact,
    });
  expect(await totals(false)).toEqual({ count: COUNT_CAP, isPartial: true, sums: null });
  const [{ sum } = { sum: null }] = await knex('transactions')
    .where({ transaction_type: 'bonus' })
    .sum<{ sum: string }[]>('amount_usd as sum');
  expect(await totals(true)).toEqual({
    count: ROWS,
    isPartial: false,
    sums: { amountUsd: formatUsd(sum ?? '0') },
  });
});

test.each(['x', Buffer.from('["createdAt","DESC","now"]').toString('base64url'), 'first'])(
  'the cursor %s is refused',
  async (cursor) => {
    await expect(page({ cursor })).rejects.toMatchObject({ reason: 'INVALID_CURSOR' });
  },
);

test('a cursor with an unknown direction is refused', async () => {
  const { nextCursor = '' } = await page({});
  const parts = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()) as string[];
  const cursor = Buffer.from(JSON.stringify([...parts, 'sideways'])).toString('base64url');
  await expect(page({ cursor })).rejects.toMatchObject({ reason: 'INVALID_CURSOR' });
});
