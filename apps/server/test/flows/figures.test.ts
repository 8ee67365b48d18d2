import {
  type dashboardSeriesOutput,
  type dashboardSummaryOutput,
  type Figure,
  FIGURES,
  type FigureName,
  formatUsd,
  Decimal,
  postedBetween,
  postedOnDay,
  sumUsd,
} from '@paydesk/types';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { addFigureChanges } from '../../src/dashboard/addFigureChanges.job.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { refundCharge } from '../../src/transactions/refundCharge.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { pay } from '../support/fullDesk.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';
import { approve, complete, EVM_HASH, fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');
await staffCaller(desk, 'admin');
const staff = actors.staff();

// Rows of every kind, two or more of each, with different amounts.
const user = await fundedUser(desk, '1000.00');
for (const [index, amount] of ['100.00', '250.50', '77.01'].entries()) {
  const payment = await newPayment(desk, user.id, amount);
  await pay(desk, payment);
  // Further deposits to a used address: one stays in suspense, the others are closed.
  await pay(desk, payment, String(20 + index));
}
const items = await SuspenseItem.query(knex).where({ status: 'open' }).orderBy('createdAt');
await closeSuspense(desk, staff, { id: items[0]?.id ?? '', note: 'sent back', as: 'returned' });
await closeSuspense(desk, staff, { id: items[1]?.id ?? '', note: 'too small', as: 'written_off' });
for (const [index, amount] of ['60.00', '61.00'].entries()) {
  const payment = await newPayment(desk, user.id, amount);
  // On its way, and a transfer that no payment of the desk knows.
  const facts = { payment_status: 'confirming', actually_paid: payment.payAmount };
  await receiveReport(desk, 'poll', reportOn(payment, facts));
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { payment_id: `660000${index}`, order_id: 'not ours', pay_address: 'elsewhere' }),
  );
  const charge = await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '12.34' });
  await refundCharge(desk, actors.service(), { chargeId: charge.id, amountUsd: '2.00' });
  const flagged = await newPayment(desk, user.id, '33.00');
  await Payment.query(knex).findById(flagged.id).patch({ needsAttention: 'report_mismatch: pay_currency' });
}
const paid = await newWithdrawal(desk, user.id, '40.00');
await approve(desk, staff, paid.id);
await complete(desk, actors.staff('Bob'), paid.id, { transactionHash: EVM_HASH });
for (const amount of ['50.00', '51.00']) {
  await newWithdrawal(desk, user.id, amount);
  await approve(desk, staff, (await newWithdrawal(desk, user.id, amount)).id);
}
const tampered = await newWithdrawal(desk, user.id, '30.00');
await behindTheTriggers(knex, async (trx) => {
  await trx('withdrawal_requests').where({ id: tampered.id }).update({ extra_id: '4711' });
});
await call(app, admin, 'transactions.bonus', { userId: user.id, amountUsd: '5000.00' });
await knex('currencies')
  .where({ code: 'BTC' })
  .update({
    pending_change: { network: 'bitcoin', contractAddress: null, decimalPlaces: 8, chainDecimals: 8 },
    is_active: false,
    is_available: false,
  });
for (const state of [
  { failures: 3, failing_since: new Date() },
  { disabled_at: new Date(), disabled_reason: 'failing' },
]) {
  const url = 'https://shop.example.com/';
  const input = { url, description: '', eventTypes: null, after: 'now' } as const;
  const { endpoint } = await createEndpoint(desk, actors.service(), input);
  await knex('webhook_endpoints').where({ id: endpoint.id }).update(state);
}

/** What the books count beside postings and payments. */
const BOOKS = [
  'paid_again',
  'balances',
  'suspense_open',
  'suspense_returned',
  'suspense_written_off',
  'suspense_unmatched',
];

interface ListOf {
  data: Record<string, string>[];
  nextCursor?: string;
}
interface Value {
  count: number;
  amountUsd: string | null;
}

/** The list that a figure opens, to its last page: how many rows, and their sum. */
async function listed({ resource, filter, sum }: Figure): Promise<Value> {
  const rows: Record<string, string>[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const input = { filter, perPage: 3, ...(cursor !== undefined && { cursor }) };
    const { data } = await call(app, admin, `${resource}.list`, input);
    rows.push(...(data as ListOf).data);
    cursor = (data as ListOf).nextCursor;
    more = cursor !== undefined;
  }
  return {
    count: rows.length,
    amountUsd: sum === undefined ? null : sumUsd(rows.map((row) => row[sum] ?? '')),
  };
}

/** What stands at the foot of that list. */
async function footOf({ resource, filter, sum }: Figure): Promise<Value> {
  const { data } = await call(app, admin, `${resource}.totals`, { filter });
  const { count, sums } = data as { count: number; sums: Record<string, string> };
  return { count, amountUsd: sum === undefined ? null : (sums[sum] ?? null) };
}

const hasFoot = ({ resource }: Figure) =>
  !['changeRequests', 'currencies', 'webhookEndpoints'].includes(resource);

const shown = (await call(app, admin, 'dashboard.summary')).data as z.infer<typeof dashboardSummaryOutput>;
const { conservation: books } = shown;

/** What the dashboard shows for each figure; undefined where it shows no number of rows, or no amount. */
const DASHBOARD: Record<FigureName, { count?: number; amountUsd?: string }> = {
  withdrawalsToReview: shown.withdrawalsToReview,
  withdrawalsToPay: shown.withdrawalsToPay,
  tamperedWithdrawals: shown.tamperedWithdrawals,
  depositsInFlight: shown.depositsInFlight,
  needsAttention: shown.needsAttention,
  changeRequests: { count: shown.changeRequests.waiting },
  currencyChanges: shown.currencyChanges,
  webhooksDisabled: { count: shown.webhooks.disabled },
  webhooksFailing: { count: shown.webhooks.failing },
  suspenseOpen: shown.suspenseOpen,
  receivedForPayments: {
    amountUsd: formatUsd(new Decimal(books.receivedUsd).minus(books.receivedUnmatchedUsd)),
  },
  receivedUnmatched: { amountUsd: books.receivedUnmatchedUsd },
  credited: { amountUsd: books.creditedUsd },
  returned: { amountUsd: books.returnedUsd },
  writtenOff: { amountUsd: books.feeUsd },
  inFlight: { amountUsd: books.inFlightUsd },
  liabilities: { count: shown.users, amountUsd: shown.liabilitiesUsd },
  held: { amountUsd: shown.heldUsd },
};

test.each(Object.entries(DASHBOARD))('the figure %s is the list that it opens', async (name, figure) => {
  const definition: Figure = FIGURES[name as FigureName];
  const list = await listed(definition);
  expect(list.count).toBeGreaterThan(0);
  if (figure.count !== undefined) expect(figure.count).toBe(list.count);
  if (definition.sum !== undefined) {
    expect(list.amountUsd).not.toBe('0.00');
    expect(figure.amountUsd).toBe(list.amountUsd);
  }
  if (hasFoot(definition)) expect(await footOf(definition)).toEqual(list);
});

test('pages that ask at once share a reading of the books', async () => {
  let readings = 0;
  const note = ({ sql }: { sql: string }) => (readings += sql.includes('books.suspense_open') ? 1 : 0);
  knex.on('query', note);
  const asked = Array.from({ length: 12 }, async () => await call(app, admin, 'dashboard.summary'));
  for (const { data } of await Promise.all(asked)) expect(data).toMatchObject({ conservation: books });
  knex.removeListener('query', note);
  expect(readings).toBeGreaterThan(0);
  expect(readings).toBeLessThanOrEqual(3);
});

test('the dashboard shows the same when all changes are added to the totals', async () => {
  expect(await addFigureChanges(desk, 7)).toBeGreaterThan(20);
  expect(await knex('figure_changes')).toHaveLength(0);
  const { data } = await call(app, admin, 'dashboard.summary');
  expect(data).toEqual({ ...shown, last24h: { ...shown.last24h, from: expect.any(String) } });
  expect((await verifyDesk(knex)).checks.find(({ name }) => name === 'figures')).toMatchObject({ faults: 0 });
});

test('verify finds totals of the books that are not the sums of their rows', async () => {
  const faults = async () => (await verifyDesk(knex)).checks.find(({ name }) => name === 'figures')?.faults;
  const measures = await knex('figure_totals').where({ minutes: 0 }).pluck<string[]>('measure');
  expect(measures).toEqual(expect.arrayContaining(BOOKS.map((name) => `books.${name}`)));
  for (const measure of new Set(measures)) {
    const total = knex('figure_totals').where({ minutes: 0, measure });
    await total.clone().update({ count: knex.raw('count + 1') });
    expect([measure, await faults()]).not.toEqual([measure, 0]);
    await total.clone().update({ count: knex.raw('count - 1') });
  }
  expect(await faults()).toBe(0);
});

test('suspense in the books is the list of open items', () => {
  expect(books.suspenseUsd).toBe(shown.suspenseOpen.amountUsd);
});

test.each([
  ['deposit', 'depositedUsd', 1],
  ['withdrawal', 'withdrawnUsd', -1],
  ['payment', 'chargedUsd', -1],
] as const)('the last 24 hours of %s are the list that they open', async (type, name, sign) => {
  const list = await listed(postedBetween(type, shown.last24h.from));
  expect(shown.last24h[name]).toBe(formatUsd(new Decimal(list.amountUsd ?? 'none').times(sign)));
  expect(shown.last24h[name]).not.toBe('0.00');
});

test('each bar of the chart is the list that it opens, to the last millisecond of its day', async () => {
  // One row at each end of yesterday, which belong to it, and their neighbours, which do not.
  const today = desk.clock.now().toISOString().slice(0, 10);
  const midnight = Date.parse(`${today}T00:00:00.000Z`);
  const yesterday = new Date(midnight - 1).toISOString().slice(0, 10);
  const ends = [midnight - 86_400_001, midnight - 86_400_000, midnight - 1, midnight];
  await knex.raw('alter table transactions disable trigger user');
  // The chart is drawn from totals, which this one keeps.
  await knex.raw('alter table transactions enable always trigger transactions_note_postings');
  for (const [n, at] of ends.entries())
    await knex.raw(
      `insert into transactions (id, user_id, amount_usd, created_at, seq, transaction_type, balance_after, actor_kind,
         prev_hash, hash, description) values (gen_random_uuid(), ?, ?, ?, ?, 'payment', 1, 'system', '', '', '')`,
      [user.id, -(10 ** n), new Date(at), 9000 + n],
    );
  await knex.raw('alter table transactions enable trigger user');
  const { data } = (await call(app, admin, 'dashboard.series', { days: 3 })).data as z.infer<
    typeof dashboardSeriesOutput
  >;
  expect(data.find(({ day }) => day === yesterday)?.chargedUsd).toBe('110.00');
  for (const { day, ...amounts } of data)
    for (const [type, amount, sign] of [
      ['deposit', amounts.depositedUsd, 1],
      ['withdrawal', amounts.withdrawnUsd, -1],
      ['payment', amounts.chargedUsd, -1],
      ['refund', amounts.refundedUsd, 1],
    ] as const) {
      const list = await listed(postedOnDay(type, day));
      expect([day, type, amount]).toEqual([
        day,
        type,
        formatUsd(new Decimal(list.amountUsd ?? 'none').times(sign)),
      ]);
    }
});

test('a foot sums all rows when asked', async () => {
  const filter = { status: 'pending' };
  const { data } = await call(app, admin, 'payments.totals', { filter, isExact: true });
  const list = await listed({ resource: 'payments', filter: { status: 'pending' }, sum: 'amountUsd' });
  expect(data).toMatchObject({ count: list.count, isPartial: false, sums: { amountUsd: list.amountUsd } });
});
