import type { Knex } from 'knex';
import type { Finding } from './finding.ts';

/**
 * Compares the totals by time, with what is not added to them yet, with the rows that they sum: the ledger in each
 * length of period, payments by day, and the books over all time.
 */
export async function verifyFigures(trx: Knex.Transaction): Promise<Finding> {
  const { rows } = await trx.raw<{ rows: FigureRow[] }>(DIFFERENT);
  const [first] = rows;
  return {
    rows: Number(first?.periods ?? 0),
    faults: Number(first?.faults ?? 0),
    firstBad:
      first === undefined || first.problem === null
        ? null
        : { table: 'figure_totals', id: null, problem: first.problem },
  };
}

interface FigureRow {
  periods: string;
  faults: string;
  problem: string | null;
}

/** When the period of `m` minutes began; all time has one that began in 2000. */
const startOf = (at: string | null) => {
  const always = `timestamptz '2000-01-01T00:00:00Z'`;
  return at === null
    ? always
    : `case when m = 0 then ${always} else date_bin(make_interval(mins => m), ${at}, ${always}) end`;
};

const DIFFERENT = /* sql */ `
  with kept as (
    select minutes, measure, currency_code, starts_at, count, amount_usd from figure_totals
    union all
    select m, measure, currency_code, ${startOf('at')}, count, amount_usd
    from figure_changes cross join unnest(case
      when measure like 'posted.%' then array[0, 15, 60, 1440]
      when measure like 'payments.%' then array[0, 1440]
      else array[0]
    end) m
  ),
  real as (
    select m as minutes, 'posted.' || transaction_type as measure, '' as currency_code,
      ${startOf('starts_at')} as starts_at,
      sum(count) as count, sum(amount_usd) as amount_usd
    from (
      select transaction_type, date_bin('15 minutes', created_at, '2000-01-01T00:00:00Z') as starts_at,
        count(*) as count, sum(amount_usd::numeric) as amount_usd
      from transactions group by 1, 2
    ) quarters cross join unnest(array[0, 15, 60, 1440]) m
    group by 1, 2, 3, 4
    union all
    select m, measure, currency_code, ${startOf('starts_at')}, sum(count), sum(amount_usd)
    from (
      select s.measure, currency_code, date_bin('1440 minutes', created_at, '2000-01-01T00:00:00Z') as starts_at,
        count(*) as count, sum(s.amount) as amount_usd
      from payments cross join lateral (values
        ('payments.created', amount_usd::numeric),
        ('payments.paid', actual_amount_usd::numeric),
        ('payments.credited', credited_amount_usd::numeric)
      ) s (measure, amount)
      where parent_payment_id is null and s.amount > 0
      group by 1, 2, 3
    ) days cross join unnest(array[0, 1440]) m
    group by 1, 2, 3, 4
    union all
    select 0, measure, '', ${startOf(null)}, count(*), sum(amount)
    from (
      select 'books.paid_again' as measure, actual_amount_usd::numeric as amount
      from payments where parent_payment_id is not null and actual_amount_usd <> 0
      union all
      select 'books.suspense_' || status, amount_usd from suspense_items
      union all
      select 'books.suspense_unmatched', amount_usd from suspense_items where payment_id is null
      union all
      select 'books.balances', 0 from user_balances
    ) books
    group by measure
  ),
  compared as (
    select minutes, measure, currency_code, starts_at, sum(count) as count, sum(amount_usd) as amount_usd
    from (select * from kept union all
      select minutes, measure, currency_code, starts_at, -count, -amount_usd from real) both_sides
    group by 1, 2, 3, 4
  )
  select count(*) as periods, count(*) filter (where is_wrong) as faults,
    min(format('the total of %s %s for %s minutes from %s is not the sum of its rows',
      measure, currency_code, minutes, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')))
      filter (where is_wrong) as problem
  from (select *, count <> 0 or amount_usd <> 0 as is_wrong from compared) judged`;
