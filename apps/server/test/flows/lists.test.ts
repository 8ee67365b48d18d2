import { signRows } from '../support/signRows.ts';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { newId } from '../../src/base/identifiers.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { enforce } from '../chaos/schedule/choosePolicy.ts';
import { appCaller, call, httpDesk, procedures, staffCaller } from '../support/http.ts';
import { EVM_ADDRESS, fundedUser, newPayment } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
// A dozen of the catalogue's 150 rows: every list is read page by page in every order.
const kept = desk.knex('currencies').select('id').orderBy('is_active', 'desc').orderBy('code').limit(12);
await desk.knex('currencies').whereNotIn('id', kept).delete();
const admin = await staffCaller(desk, 'admin');

// At least eleven rows of everything, with equal amounts, times and names among them, and users without any
// transaction.
const rich = await fundedUser(desk, '1000.00');
for (let index = 0; index < 11; index += 1) {
  const user = await newUser(desk, 'same name');
  const payment = await newPayment(desk, user.id, index % 2 === 0 ? '20.00' : '30.00');
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, {
      payment_id: `660000${index}`,
      order_id: 'not ours',
      pay_amount: '20',
      actually_paid: index % 2 === 0 ? '20' : '30',
    }),
  );
  await createWithdrawal(desk, actors.service(), {
    userId: rich.id,
    amountUsd: '20.00',
    currencyCode: 'USDTBSC',
    walletAddress: EVM_ADDRESS,
  });
  await giveBonus(desk, actors.service(), { userId: rich.id, amountUsd: '1.00' });
  await appCaller(desk, ['users.read']);
  await staffCaller(desk, 'viewer');
}
// With a second admin a bonus above the limit waits.
await staffCaller(desk, 'admin');
for (let index = 0; index < 11; index += 1)
  await call(app, admin, 'transactions.bonus', { userId: rich.id, amountUsd: `50${10 + index}.00` });
const { rules } = await currentPolicy(desk.knex, desk);
for (let version = 1; version <= 11; version += 1) await enforce(desk.knex, rules);
const tie = new Date('2026-01-01T00:00:00Z');
await desk.knex('users').whereNot({ id: rich.id }).update({ created_at: tie, username: 'the same' });
await desk.knex('api_keys').update({ created_at: tie });
await desk.knex('staff').update({ created_at: tie, name: 'The Same' });
await signRows(desk.knex, 'staff');
await desk.knex('audit_log').insert(
  Array.from({ length: 12 }, () => ({
    id: newId(),
    action: 'test',
    actor_kind: 'system',
    subject_kind: 'test',
    created_at: tie,
  })),
);

/** Sort fields of a list, from its own input schema: a new one is covered at once. */
function sortFieldsOf(path: string): string[] {
  const input = procedures.get(path)?.inputs[0] as z.ZodDefault<
    z.ZodObject<{ sort: z.ZodOptional<z.ZodObject<{ field: z.ZodEnum }>> }>
  >;
  return input.unwrap().shape.sort.unwrap().shape.field.options as string[];
}

// Events have one order, and follow a cursor.
const lists = [...procedures.keys()].filter(
  (path) => path.endsWith('.list') && !['reconciliations.list', 'events.list'].includes(path),
);
const orders = lists.flatMap((path) =>
  sortFieldsOf(path).flatMap((field) =>
    (['ASC', 'DESC'] as const).map((order) => [path, field, order] as const),
  ),
);

interface Page {
  data: { id: string }[];
  total: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  nextCursor?: string;
}
const page = async (path: string, input: object) => (await call(app, admin, path, input)).data as Page;

/** The ids of a list, page by page, to its end or up to the page in which there are `enough`. */
async function walk(path: string, input: object, enough = Infinity): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 60; pages += 1) {
    const answer = await page(path, { ...input, ...(cursor !== undefined && { cursor }) });
    expect(answer.pageInfo).toEqual({
      hasNextPage: answer.nextCursor !== undefined,
      hasPreviousPage: cursor !== undefined,
    });
    ids.push(...answer.data.map((row) => row.id));
    cursor = answer.nextCursor;
    if (cursor === undefined || ids.length >= enough) return ids;
  }
  throw new Error('this walk does not end');
}

test.each(orders)(
  '%s by %s %s: reading by cursor returns every row exactly once, in the order of one large page',
  async (path, field, order) => {
    const sort = { field, order };
    const whole = await page(path, { perPage: 100, sort });
    expect(whole.data.length).toBeGreaterThan(10);
    const ids = await walk(path, { perPage: 4, sort });
    expect(ids.slice(0, 100)).toEqual(whole.data.map((row) => row.id));
    expect(new Set(ids).size).toBe(whole.total);
  },
);

test.each(lists)('%s: pages by number agree with pages by cursor', async (path) => {
  const second = await page(path, { perPage: 5, page: 2 });
  expect(second.data.map((row) => row.id)).toEqual((await walk(path, { perPage: 5 }, 10)).slice(5, 10));
  expect(second.pageInfo.hasPreviousPage).toBe(true);
});

test.each(lists)('%s: a page beyond the limit is refused, one at the limit is served', async (path) => {
  expect((await call(app, admin, path, { page: 102, perPage: 100 })).error?.data).toMatchObject({
    code: 'BAD_REQUEST',
    reason: 'PAGE_TOO_DEEP',
  });
  expect((await page(path, { page: 101, perPage: 100 })).data).toEqual([]);
  expect((await call(app, admin, path, { perPage: 101 })).error?.data.reason).toBe('INVALID_INPUT');
});

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
const id = newId();

test.each([
  ['noise', 'not a cursor'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['too short', cursor('createdAt', 'DESC', 'x')],
  ['too long', cursor('createdAt', 'DESC', '2026-01-01', id, id)],
  ['another order', cursor('createdAt', 'ASC', '2026-01-01', id)],
  ['another field', cursor('amountUsd', 'DESC', '5', id)],
  ['no time', cursor('createdAt', 'DESC', 'yesterday-ish', id)],
  ['no id', cursor('createdAt', 'DESC', '2026-01-01', '-'.repeat(36))],
  ['SQL', cursor('createdAt', 'DESC', `2026-01-01'; drop table users --`, id)],
  ['a number for a text', cursor('createdAt', 'DESC', 5, id)],
  ['a time beyond the calendar', cursor('createdAt', 'DESC', '999999-01-01', id)],
  ['a NUL', cursor('createdAt', 'DESC', '\u0000', id)],
  ['null', cursor('createdAt', 'DESC', null, id)],
])('a forged cursor (%s) is INVALID_CURSOR', async (_name, forged) => {
  expect(
    (await call(app, admin, 'payments.list', { cursor: forged, sort: { field: 'createdAt', order: 'DESC' } }))
      .error?.data,
  ).toMatchObject({ code: 'BAD_REQUEST', reason: 'INVALID_CURSOR' });
});

test.each([
  ['amountUsd', '1e400000'],
  ['amountUsd', 'NaN!'],
  ['seq', '99999999999999999999'],
  ['seq', '1.5'],
])('a forged cursor with %s %s is INVALID_CURSOR', async (field, value) => {
  expect(
    (
      await call(app, admin, 'transactions.list', {
        cursor: cursor(field, 'ASC', value, id),
        sort: { field, order: 'ASC' },
      })
    ).error?.data.reason,
  ).toBe('INVALID_CURSOR');
});

test('a search matches wildcards literally', async () => {
  await giveBonus(desk, actors.service(), {
    userId: rich.id,
    amountUsd: '1.00',
    description: '100%_off \\ summer',
  });
  expect((await page('transactions.list', { filter: { q: '100%_off \\' } })).data).toHaveLength(1);
  expect((await page('transactions.list', { filter: { q: '1%ff' } })).data).toEqual([]);
});

test('D58: amount filters include both ends, to the cent', async () => {
  const total = async (filter: object) => (await page('payments.list', { filter })).total;
  expect([
    await total({ amountUsdMin: '20.00', amountUsdMax: '20.00' }),
    await total({ amountUsdMin: '20.01', amountUsdMax: '29.99' }),
    await total({ amountUsdMin: '20.01', amountUsdMax: '30.00' }),
  ]).toEqual([6, 0, 5]);
});

test('D85: recent activity of a balance is its last transaction, not its creation', async () => {
  const soon = new Date(desk.clock.now().getTime() - 3_600_000).toISOString();
  expect((await page('balances.list', { filter: { activeAfter: soon } })).data.map((row) => row.id)).toEqual([
    rich.id,
  ]);
});

test('D65: a list whose database is gone is an error, never an empty list', async () => {
  const knex = desk.knex;
  const { error, data } = await (async () => {
    await knex.raw('alter table audit_log rename to audit_log_gone');
    try {
      return await call(app, admin, 'audit.list');
    } finally {
      await knex.raw('alter table audit_log_gone rename to audit_log');
    }
  })();
  expect([error?.data.reason, data]).toEqual(['INTERNAL', undefined]);
});
