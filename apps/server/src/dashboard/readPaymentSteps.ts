import { currencyDisplayName, Decimal, formatUsd, PAYMENT_STEPS, type PaymentStep } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Span } from './rangeBuckets.ts';
import type { Counted } from './readPostings.ts';

export type PaymentSteps = Record<PaymentStep, Counted>;

export interface CurrencySteps extends PaymentSteps {
  currencyCode: string;
  currencyDisplayName: string;
}

const DAY_MS = 86_400_000;

/**
 * Reads how far the payments have come that were created in a span: of whole days of UTC from the totals by day and
 * what is not in them yet, of the rest, which is less than two days, from the rows.
 */
export async function readPaymentSteps(
  knex: Knex,
  { from, until }: Span,
): Promise<{ all: PaymentSteps; byCurrency: CurrencySteps[] }> {
  const firstDay = new Date(Math.ceil(from.getTime() / DAY_MS) * DAY_MS);
  const lastDay = new Date(Math.floor(until.getTime() / DAY_MS) * DAY_MS);
  const hasDays = firstDay < lastDay;
  const { rows } = await knex.raw<{ rows: StepRow[] }>(STEPS, {
    firstDay,
    lastDay: hasDays ? lastDay : firstDay,
    // Without a whole day, all of it comes before the days.
    headFrom: from,
    headUntil: hasDays ? firstDay : until,
    tailFrom: hasDays ? lastDay : until,
    tailUntil: until,
  });
  const codes = [...new Set(rows.map(({ code }) => code))];
  const byCurrency = codes.map((code) => {
    const own = rows.filter((row) => row.code === code);
    const { token = null, network = null } = own[0] ?? {};
    return {
      currencyCode: code,
      currencyDisplayName: currencyDisplayName({ code, token, network }),
      ...stepsOf(own),
    };
  });
  return { all: stepsOf(rows), byCurrency: byCurrency.toSorted(byAmount) };
}

function byAmount(one: CurrencySteps, other: CurrencySteps): number {
  const difference = new Decimal(other.credited.amountUsd).comparedTo(one.credited.amountUsd);
  return (
    difference || other.created.count - one.created.count || (one.currencyCode < other.currencyCode ? -1 : 1)
  );
}

interface StepRow {
  code: string;
  token: string | null;
  network: string | null;
  measure: string;
  count: string;
  amount: string;
}

function stepsOf(rows: readonly StepRow[]): PaymentSteps {
  const steps = PAYMENT_STEPS.map((step) => {
    const own = rows.filter(({ measure }) => measure === `payments.${step}`);
    const counted: Counted = {
      count: own.reduce((sum, { count }) => sum + Number(count), 0),
      amountUsd: formatUsd(own.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0))),
    };
    return [step, counted];
  });
  return Object.fromEntries(steps) as PaymentSteps;
}

// Two plain ranges: for a join with ranges PostgreSQL would read all payments.
const ofRows = (from: string, until: string) => /* sql */ `
    select p.currency_code, s.measure, count(*), sum(s.amount)
    from payments p
    cross join lateral (values
      ('payments.created', p.amount_usd::numeric),
      ('payments.paid', p.actual_amount_usd::numeric),
      ('payments.credited', p.credited_amount_usd::numeric)
    ) s (measure, amount)
    where p.created_at >= :${from}::timestamptz and p.created_at < :${until}::timestamptz
      and p.parent_payment_id is null and s.amount > 0
    group by 1, 2`;

const STEPS = /* sql */ `
  select parts.code, c.token, c.network, measure, sum(count)::text as count, sum(amount_usd)::text as amount
  from (
    select currency_code as code, measure, count, amount_usd from figure_totals
    where minutes = 1440 and starts_at >= :firstDay::timestamptz and starts_at < :lastDay::timestamptz
      and measure like 'payments.%'
    union all
    select currency_code, measure, count, amount_usd from figure_changes
    where at >= :firstDay::timestamptz and at < :lastDay::timestamptz and measure like 'payments.%'
    union all
    ${ofRows('headFrom', 'headUntil')}
    union all
    ${ofRows('tailFrom', 'tailUntil')}
  ) parts
  left join currencies c on c.code = parts.code
  group by parts.code, c.token, c.network, measure`;
