import { formatUsd, type dashboardSeriesOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';

interface Day {
  day: string;
  deposited: string;
  withdrawn: string;
  charged: string;
  refunded: string;
}

/** Postings per UTC day, including today, oldest first; days without postings are zero. */
export async function series(
  ctx: AppContext,
  days: number,
): Promise<z.infer<typeof dashboardSeriesOutput>['data']> {
  const { rows } = await ctx.knex.raw<{ rows: Day[] }>(
    `select to_char(d, 'YYYY-MM-DD') as day,
       coalesce(sum(amount_usd) filter (where transaction_type = 'deposit'), 0) as deposited,
       coalesce(-sum(amount_usd) filter (where transaction_type = 'withdrawal'), 0) as withdrawn,
       coalesce(-sum(amount_usd) filter (where transaction_type = 'payment'), 0) as charged,
       coalesce(sum(amount_usd) filter (where transaction_type = 'refund'), 0) as refunded
     from (select date_trunc('day', :now::timestamptz at time zone 'UTC') as today) clock,
       generate_series(today - make_interval(days => :before::int), today, '1 day') d
     left join transactions t
       on t.created_at >= d at time zone 'UTC' and t.created_at < (d + interval '1 day') at time zone 'UTC'
     group by d order by d`,
    { now: ctx.clock.now(), before: days - 1 },
  );
  return rows.map((row) => ({
    day: row.day,
    depositedUsd: formatUsd(row.deposited),
    withdrawnUsd: formatUsd(row.withdrawn),
    chargedUsd: formatUsd(row.charged),
    refundedUsd: formatUsd(row.refunded),
  }));
}
