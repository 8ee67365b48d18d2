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

/**
 * Reads what was posted in each of some parts that follow each other, from totals by time and what is not in them yet:
 * the rows themselves are not read. The parts begin and end on quarters of an hour.
 */
export async function readPostings(knex: Knex, parts: readonly Span[]): Promise<PostedPart[]> {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const edges = [first.from, ...parts.map(({ until }) => until)];
  const level = LEVELS.find((minutes) => edges.every((edge) => edge.getTime() % (minutes * MINUTE_MS) === 0));
  if (level === undefined) throw new Error('a part begins between two quarters of an hour');
  const { rows } = await knex.raw<{ rows: SumRow[] }>(SUMS, {
    level,
    edges: edges.map((edge) => edge.toISOString()),
    from: first.from,
    until: last.until,
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

// Everything before the first part: whole days of UTC, and quarters of the day in which it begins.
const SUMS = /* sql */ `
  with span as (
    select :from::timestamptz as first, :until::timestamptz as last,
      date_bin('1440 minutes', :from::timestamptz, '2000-01-01T00:00:00Z') as day, :edges::timestamptz[] as edges
  )
  select part, measure, sum(count)::text as count, sum(amount_usd)::text as amount
  from (
    select width_bucket(t.starts_at, edges) as part, measure, count, amount_usd
    from span, figure_totals t
    where minutes = :level and t.starts_at >= first and t.starts_at < last and measure like 'posted.%'
    union all
    select width_bucket(at, edges), measure, count, amount_usd
    from span, figure_changes where at < last and measure like 'posted.%'
    union all
    select 0, measure, count, amount_usd
    from span, figure_totals t where minutes = 1440 and t.starts_at < day and measure like 'posted.%'
    union all
    select 0, measure, count, amount_usd
    from span, figure_totals t
    where minutes = 15 and t.starts_at >= day and t.starts_at < first and measure like 'posted.%'
  ) parts
  group by part, measure`;
