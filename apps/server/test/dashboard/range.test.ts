import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  Decimal,
  type Figure,
  formatUsd,
  type dashboardRangeOutput,
  PAYMENT_STEPS,
  paymentsThatWere,
  postedBetween,
  postedUntil,
  sumUsd,
} from '@paydesk/types';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { addFigureChanges } from '../../src/dashboard/addFigureChanges.job.ts';
import { comparedSpan } from '../../src/dashboard/rangeBuckets.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { refundCharge } from '../../src/transactions/refundCharge.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { verifyFigures } from '../../src/verify/verifyFigures.ts';
import { pay } from '../support/fullDesk.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';
import { approve, complete, EVM_HASH, fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, offerCurrencies } from '../support/testDesk.ts';

type Range = z.infer<typeof dashboardRangeOutput>;

const HOUR = 3600;
const { desk, app } = await httpDesk();
const { knex } = desk;
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');
const user = await fundedUser(desk, '1000.00');

// Rows of every kind on several days; those of the later ones are not in the totals yet.
const firstDay = desk.clock.now().toISOString().slice(0, 10);
for (let step = 0; step < 8; step += 1) {
  const paid = await newPayment(desk, user.id, `${100 + step}.10`);
  await pay(desk, paid);
  await pay(desk, paid, '20');
  const onItsWay = await newPayment(desk, user.id, `${60 + step}.00`);
  const facts = { payment_status: 'confirming', actually_paid: onItsWay.payAmount };
  await receiveReport(desk, 'poll', reportOn(onItsWay, facts));
  await newPayment(desk, user.id, '5.00');
  const charge = await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: `1${step}.34` });
  await refundCharge(desk, actors.service(), { chargeId: charge.id, amountUsd: '2.00' });
  const withdrawal = await newWithdrawal(desk, user.id, `4${step}.00`);
  await approve(desk, actors.staff(), withdrawal.id);
  await complete(desk, actors.staff('Bob'), withdrawal.id, {
    transactionHash: EVM_HASH.slice(0, -1) + String(step),
  });
  if (step === 4) expect(await addFigureChanges(desk, 7)).toBeGreaterThan(7);
  await desk.advance(7 * HOUR + 61);
}
const lastDay = desk.clock.now().toISOString().slice(0, 10);

const rangeOf = async (input: object): Promise<Range> => {
  const { data, ...rest } = await call(app, admin, 'dashboard.range', {
    from: firstDay,
    until: lastDay,
    timeZone: 'UTC',
    compareTo: 'none',
    ...input,
  });
  if (data === undefined) throw new Error(JSON.stringify(rest));
  return data as Range;
};

/** The list that a figure opens, to its last page, in the sign of the dashboard. */
async function listed({ resource, filter, sum }: Figure, sign = 1) {
  const rows: Record<string, string>[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const input = { filter, perPage: 100, ...(cursor !== undefined && { cursor }) };
    const { data } = await call(app, admin, `${resource}.list`, input);
    const page = data as { data: Record<string, string>[]; nextCursor?: string };
    rows.push(...page.data);
    cursor = page.nextCursor;
    more = cursor !== undefined;
  }
  const amount = new Decimal(sumUsd(rows.map((row) => row[sum ?? ''] ?? ''))).times(sign).plus(0);
  return { count: rows.length, amountUsd: formatUsd(amount) };
}

const POSTED = [
  ['deposits', 'deposit', 1],
  ['withdrawals', 'withdrawal', -1],
  ['charges', 'payment', -1],
  ['refunds', 'refund', 1],
  ['fees', 'fee', -1],
] as const;

test.each([
  ['UTC', 'day'],
  ['Asia/Kathmandu', 'day'],
  ['America/New_York', 'day'],
])('in %s each figure of each %s is the list that it opens', async (timeZone, granularity) => {
  const range = await rangeOf({ timeZone });
  expect(range.granularity).toBe(granularity);
  expect(range.buckets.length).toBeGreaterThanOrEqual(3);
  for (const bucket of range.buckets) {
    for (const [name, type, sign] of POSTED)
      expect([bucket.from, name, bucket[name]]).toEqual([
        bucket.from,
        name,
        await listed(postedBetween(type, bucket.from, bucket.until), sign),
      ]);
    if (bucket.liabilitiesUsd !== null)
      expect(bucket.liabilitiesUsd).toBe((await listed(postedUntil(bucket.until))).amountUsd);
  }
  for (const [name, type, sign] of POSTED) {
    expect(range.totals[name]).toEqual(await listed(postedBetween(type, range.from, range.until), sign));
    expect(range.totals[name].count).toBeGreaterThan(4);
  }
  expect(range.liabilitiesUsd).toBe((await listed(postedUntil(range.until))).amountUsd);
  for (const step of PAYMENT_STEPS) {
    expect(range.payments[step]).toEqual(await listed(paymentsThatWere(step, range)));
    for (const { currencyCode, ...steps } of range.currencies)
      expect(steps[step]).toEqual(await listed(paymentsThatWere(step, { ...range, currencyCode })));
  }
  expect(range.currencies.map(({ currencyDisplayName }) => currencyDisplayName)).toEqual(['USDT (BEP20)']);
  const { created, paid, credited } = range.payments;
  expect(created.count).toBeGreaterThan(paid.count);
  expect(paid.count).toBeGreaterThan(credited.count);
  expect(credited.count).toBeGreaterThan(0);
});

test('two days are shown by the hour', async () => {
  const range = await rangeOf({ until: firstDay, timeZone: 'Asia/Kolkata' });
  expect(range.granularity).toBe('hour');
  expect(range.buckets).toHaveLength(24);
  expect(range.buckets.every(({ from }) => from.slice(14, 16) === '30')).toBe(true);
  const last = range.buckets.at(-1);
  expect(last?.until).toBe(range.until);
});

test.each([
  ['2026-03-29', '2026-03-29', 'Europe/Berlin', 23],
  ['2025-10-26', '2025-10-26', 'Europe/Berlin', 25],
  ['2026-01-01', '2026-12-31', 'Europe/Berlin', 53],
  ['2024-01-15', '2026-10-07', 'UTC', 34],
])('%s to %s in %s has %i parts without gaps', async (from, until, timeZone, parts) => {
  const { buckets, ...range } = await rangeOf({ from, until, timeZone });
  expect(buckets).toHaveLength(parts);
  expect(buckets[0]?.from).toBe(range.from);
  expect(buckets.at(-1)?.until).toBe(range.until);
  for (const [n, { from: start }] of buckets.entries())
    if (n > 0) expect(Date.parse(start)).toBe(Date.parse(buckets[n - 1]?.until ?? '') + 1);
});

test('a comparison has as much of the other range as has passed of this one', async () => {
  const range = await rangeOf({ from: lastDay, until: lastDay, compareTo: 'previousPeriod' });
  const other = range.comparison;
  const now = desk.clock.now().getTime();
  const start = Date.parse(`${lastDay}T00:00:00Z`);
  const quarters = now - start - ((now - start) % 900_000);
  expect(other?.from).toBe(new Date(start - 86_400_000).toISOString());
  expect(Date.parse(other?.until ?? '')).toBe(start - 86_400_000 + quarters - 1);
  for (const [name, type, sign] of POSTED)
    expect(other?.totals[name]).toEqual(
      await listed(postedBetween(type, other?.from ?? '', other?.until), sign),
    );
  for (const step of PAYMENT_STEPS)
    expect(other?.payments[step]).toEqual(
      await listed(paymentsThatWere(step, { from: other?.from ?? '', until: other?.until ?? '' })),
    );
  const year = await rangeOf({ compareTo: 'previousYear' });
  expect(year.comparison?.from.slice(0, 4)).toBe(String(Number(firstDay.slice(0, 4)) - 1));
  expect(year.comparison?.totals.deposits).toEqual({ count: 0, amountUsd: '0.00' });
});

test('a comparison passes as far by the clock on the wall, over the end of summer time too', async () => {
  // Summer time ended on October 25: between the two there are 25 hours more or less.
  const days = { from: '2026-10-26', until: '2026-10-27', timeZone: 'Europe/Berlin' };
  const now = new Date('2026-10-27T09:50:00Z');
  const span = await comparedSpan(knex, { days, now, compareTo: 'previousPeriod' });
  expect(span).toEqual({ from: new Date('2026-10-23T22:00:00Z'), until: new Date('2026-10-25T09:45:00Z') });
  const before = await comparedSpan(knex, {
    days: { ...days, from: '2026-10-25', until: '2026-10-25' },
    now: new Date('2026-10-25T09:50:00Z'),
    compareTo: 'previousPeriod',
  });
  expect(before).toEqual({ from: new Date('2026-10-23T22:00:00Z'), until: new Date('2026-10-24T08:45:00Z') });
});

test.each([
  ['an end before its beginning', { until: '2020-01-01' }],
  ['more than five years', { from: '2018-01-01' }],
  ['an unknown time zone', { timeZone: 'Europe/Atlantis' }],
  ['an offset', { timeZone: '+02:00' }],
  ['a day that does not exist', { from: '2026-02-30' }],
  ['a comparison that is none', { compareTo: 'lastCentury' }],
  ['a field that is not known', { days: 30 }],
])('%s is refused', async (_what, input) => {
  const base = { from: firstDay, until: lastDay, timeZone: 'UTC', compareTo: 'none' };
  const answer = await call(app, admin, 'dashboard.range', { ...base, ...input });
  expect(answer.status).toBe(400);
});

test('verify finds a total that is not the sum of its rows', async () => {
  const figures = async () => (await verifyDesk(knex)).checks.find(({ name }) => name === 'figures');
  expect(await figures()).toMatchObject({ faults: 0 });
  await addFigureChanges(desk);
  expect(Number((await knex('figure_changes').count('* as n').first())?.['n'])).toBe(0);
  expect(await figures()).toMatchObject({ faults: 0 });
  const totals = knex('figure_totals').where({ measure: 'posted.deposit', minutes: 1440 });
  const before = await rangeOf({});
  expect(before.totals.deposits.count).toBeGreaterThan(0);
  await totals.clone().update({ amount_usd: knex.raw('amount_usd + 1') });
  expect((await figures())?.faults).toBeGreaterThan(0);
  await totals.clone().update({ amount_usd: knex.raw('amount_usd - 1') });
  expect(await figures()).toMatchObject({ faults: 0 });
});

test('the totals of a desk from before there were any are the sums of its rows', async () => {
  const migration = async (name: string) =>
    await readFile(resolve(import.meta.dirname, '../../migrations', name), 'utf8');
  const sums = async (name: string) => {
    const rest = (await migration(name)).split('enable always trigger').at(-1) ?? '';
    return rest.slice(rest.indexOf('insert into'));
  };
  const figures = await knex.transaction(async (trx) => {
    await trx.raw('truncate figure_totals, figure_changes');
    await trx.raw(await sums('0042_figure_totals.sql'));
    await trx.raw(await sums('0054_books_totals.sql'));
    return await verifyFigures(trx);
  });
  expect(figures).toMatchObject({ faults: 0, firstBad: null });
  expect(figures.rows).toBeGreaterThan(50);
});

test('a run ends while changes keep coming', async () => {
  await addFigureChanges(desk);
  let charges = 0;
  const chargeMeanwhile = async () => {
    charges += 1;
    await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '1.00' });
  };
  const busy = Object.assign(Object.create(desk) as typeof desk, {
    knex: {
      raw: async (...statement: Parameters<typeof knex.raw>) => {
        if (charges < 5) await chargeMeanwhile();
        return await knex.raw(...statement);
      },
    },
  });
  expect(await addFigureChanges(busy, 3)).toBe(1);
  expect(charges).toBe(1);
});

test('the health of the provider is what the desk has seen of it', async () => {
  const { data } = await call(app, admin, 'dashboard.health');
  const at = (await knex('provider_events').max('received_at as at').first())?.['at'] as Date;
  expect(data).toMatchObject({
    provider: { state: 'closed', failures: 0, lastReportAt: at.toISOString(), callTimes: null },
    verification: null,
  });
});
