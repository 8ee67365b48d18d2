import { formatUsd, type withdrawalReviewOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';

type UserHistory = z.infer<typeof withdrawalReviewOutput>['user'];

/** How many days of balances are shown. */
const DAYS = 90;

interface Row {
  id: string;
  username: string;
  external_id: string;
  frozen_at: Date | null;
  created_at: Date;
  balance_usd: string;
  held_usd: string;
  available_usd: string;
  total_deposited: string;
  deposits: string;
  last_deposit_at: Date | null;
  withdrawals: string;
  withdrawn_usd: string;
  last_withdrawal_at: Date | null;
  balance_by_day: { day: string; balance: string }[];
}

/**
 * The user behind a request: since when, deposits and withdrawals so far, and the balance at the end of each of the
 * last 90 days (UTC; today until now). One statement. Only completed withdrawals count, without the one under review.
 */
export async function userHistory(
  knex: Knex,
  request: { userId: string; withdrawalId: string; now: Date },
): Promise<UserHistory> {
  const { rows } = await knex.raw<{ rows: Row[] }>(sql, {
    user: request.userId,
    withdrawal: request.withdrawalId,
    now: request.now,
    before: DAYS - 1,
  });
  const row = rows[0];
  if (row === undefined) throw new DomainError('NOT_FOUND', 'no such user');
  return {
    id: row.id,
    username: row.username,
    externalId: row.external_id,
    isFrozen: row.frozen_at !== null,
    createdAt: row.created_at.toISOString(),
    balanceUsd: formatUsd(row.balance_usd),
    heldUsd: formatUsd(row.held_usd),
    availableUsd: formatUsd(row.available_usd),
    deposits: {
      count: Number(row.deposits),
      amountUsd: formatUsd(row.total_deposited),
      lastAt: row.last_deposit_at?.toISOString() ?? null,
    },
    withdrawals: {
      count: Number(row.withdrawals),
      amountUsd: formatUsd(row.withdrawn_usd),
      lastAt: row.last_withdrawal_at?.toISOString() ?? null,
    },
    balanceByDay: row.balance_by_day.map(({ day, balance }) => ({ day, balanceUsd: formatUsd(balance) })),
  };
}

// For each day the index gives the user's last row before midnight: 90 look-ups, however long the ledger is. `seq`
// orders rows of the same millisecond. Amounts are text: JSON would make them floating-point numbers.
const sql = /* sql */ `
  select
    u.id, u.username, u.external_id, u.frozen_at, u.created_at,
    b.balance_usd, b.held_usd, b.balance_usd - b.held_usd as available_usd, b.total_deposited,
    d.deposits, d.last_deposit_at,
    w.withdrawals, w.withdrawn_usd, w.last_withdrawal_at,
    days.balance_by_day
  from users u
  join user_balances b on b.user_id = u.id,
  lateral (
    select count(*) as deposits, max(created_at) as last_deposit_at
    from transactions where user_id = u.id and transaction_type = 'deposit'
  ) d,
  lateral (
    select
      count(*) as withdrawals,
      coalesce(sum(final_amount_usd), 0) as withdrawn_usd,
      max(completed_at) as last_withdrawal_at
    from withdrawal_requests where user_id = u.id and status = 'completed' and id <> :withdrawal
  ) w,
  lateral (
    select json_agg(json_build_object(
      'day', to_char(day, 'YYYY-MM-DD'), 'balance', coalesce(last.balance_after, 0)::text
    ) order by day) as balance_by_day
    from generate_series(
      date_trunc('day', :now::timestamptz at time zone 'UTC') - make_interval(days => :before::int),
      date_trunc('day', :now::timestamptz at time zone 'UTC'),
      '1 day'
    ) day
    left join lateral (
      select balance_after from transactions
      where user_id = u.id and created_at < (day + interval '1 day') at time zone 'UTC'
      order by created_at desc, seq desc limit 1
    ) last on true
  ) days
  where u.id = :user`;
