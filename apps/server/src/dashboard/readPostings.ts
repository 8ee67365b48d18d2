import { formatUsd, Decimal, type TransactionType } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Span } from './rangeBuckets.ts';

export interface Counted {
  count: number;
  amountUsd: string;
}

/** Postings by what they are; what left the balances is positive too. */
export interface Postings {
  deposits: Counted;
  withdrawals: Counted;
  charges: Counted;
  refunds: Counted;
  fees: Counted;
}

/** The postings of a part of a range. */
export interface PostedPart extends Span {
  postings: Postings;
  /** The sum of all balances at its end. */
  liabilitiesUsd: string;
}

/** Lengths of the totals that are kept, longest first. */
const LEVELS = [1440, 60, 15] as const;
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/**
 * Reads what was posted in each of some parts that follow each other, from totals by time and what is not in them yet:
 * the rows themselves are not read. The parts begin and end on quarters of an hour.
 */
export async function readPostings(knex: Knex, parts: readonly Span[]): Promise<PostedPart[]> {
  const [first] = parts;
  if (first === undefined) return [];
  const edges = [first.from, ...parts.map(({ until }) => until)];
  const level = LEVELS.find((minutes) => edges.every((edge) => edge.getTime() % (minutes * MINUTE_MS) === 0));
  if (level === undefined) throw new Error('a part begins between two quarters of an hour');
  const { rows } = await knex.raw<{ rows: SumRow[] }>(SUMS, {
    level,
    ...boundsOf(parts, first.from),
    until: edges.at(-1) ?? first.from,
  });
  let liabilities = new Decimal(0);
  const add = (amount: string) => (liabilities = liabilities.plus(amount));
  for (const { part, amount } of rows) if (part === 0) add(amount);
  return parts.map((part, index) => {
    const own = rows.filter((row) => row.part === index + 1);
    for (const { amount } of own) add(amount);
    return { ...part, postings: postingsOf(own), liabilitiesUsd: formatUsd(liabilities) };
  });
}

/** Where each part begins and ends, and the whole days of UTC in it; everything before the first of them in front. */
function boundsOf(parts: readonly Span[], first: Date): Record<string, string[]> {
  const bounds = parts.map(({ from, until }) => {
    const daysFrom = Math.ceil(from.getTime() / DAY_MS) * DAY_MS;
    const daysUntil = Math.floor(until.getTime() / DAY_MS) * DAY_MS;
    const hasDays = daysFrom < daysUntil;
    return {
      starts: from.toISOString(),
      // Without a whole day, all of it comes before the days.
      daysFrom: hasDays ? new Date(daysFrom).toISOString() : until.toISOString(),
      daysUntil: hasDays ? new Date(daysUntil).toISOString() : until.toISOString(),
      ends: until.toISOString(),
    };
  });
  const before = {
    starts: '-infinity',
    daysFrom: '-infinity',
    daysUntil: new Date(Math.floor(first.getTime() / DAY_MS) * DAY_MS).toISOString(),
    ends: first.toISOString(),
  };
  const all = [before, ...bounds];
  return {
    starts: all.map(({ starts }) => starts),
    daysFrom: all.map(({ daysFrom }) => daysFrom),
    daysUntil: all.map(({ daysUntil }) => daysUntil),
    ends: all.map(({ ends }) => ends),
  };
}

/** Adds up what was posted in all parts. */
export function sumPostings(parts: readonly Postings[]): Postings {
  const sum = (name: keyof Postings): Counted => ({
    count: parts.reduce((count, part) => count + part[name].count, 0),
    amountUsd: formatUsd(parts.reduce((total, part) => total.plus(part[name].amountUsd), new Decimal(0))),
  });
  return {
    deposits: sum('deposits'),
    withdrawals: sum('withdrawals'),
    charges: sum('charges'),
    refunds: sum('refunds'),
    fees: sum('fees'),
  };
}

interface SumRow {
  /** 0: everything before the first part. */
  part: number;
  measure: string;
  count: string;
  amount: string;
}

function postingsOf(rows: readonly SumRow[]): Postings {
  const of = (type: TransactionType, sign: 1 | -1): Counted => {
    const row = rows.find(({ measure }) => measure === `posted.${type}`);
    return {
      count: Number(row?.count ?? 0),
      amountUsd: formatUsd(new Decimal(row?.amount ?? 0).times(sign).plus(0)),
    };
  };
  return {
    deposits: of('deposit', 1),
    withdrawals: of('withdrawal', -1),
    charges: of('payment', -1),
    refunds: of('refund', 1),
    fees: of('fee', -1),
  };
}

// A part is read as the whole days of UTC in it, and shorter periods before and after them: a year in a time zone is
// hundreds of rows instead of tens of thousands. Part 0 is everything before the first part. Lateral, so that each part
// reads its rows by the index: for a join with ranges PostgreSQL would read all totals.
const SUMS = /* sql */ `
  with parts as (
    select (n - 1)::int as part, starts, days_from, days_until, ends
    from unnest(:starts::timestamptz[], :daysFrom::timestamptz[], :daysUntil::timestamptz[], :ends::timestamptz[])
      with ordinality p (starts, days_from, days_until, ends, n)
  )
  select part, measure, sum(count)::text as count, sum(amount_usd)::text as amount
  from (
    select part, t.* from parts cross join lateral (
      select measure, count, amount_usd from figure_totals
      where minutes = 1440 and starts_at >= days_from and starts_at < days_until and measure like 'posted.%'
      union all
      select measure, count, amount_usd from figure_totals
      where minutes = :level and starts_at >= starts and starts_at < days_from and measure like 'posted.%'
      union all
      select measure, count, amount_usd from figure_totals
      where minutes = :level and starts_at >= days_until and starts_at < ends and measure like 'posted.%'
    ) t
    union all
    select width_bucket(at, :ends::timestamptz[]), measure, count, amount_usd
    from figure_changes where at < :until and measure like 'posted.%'
  ) found
  group by part, measure`;
