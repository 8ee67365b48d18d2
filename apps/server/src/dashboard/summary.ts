import { Decimal, formatUsd, type dashboardSummaryOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import { ChangeRequest } from '../models/ChangeRequest.ts';

/**
 * The work that waits for staff, the desk's liabilities, and whether every received cent is explained. One
 * round trip.
 */
export async function summary(ctx: AppContext): Promise<z.infer<typeof dashboardSummaryOutput>> {
  const { rows } = await ctx.knex.raw<{ rows: Record<string, string | null>[] }>(sql, {
    now: ctx.clock.now(),
  });
  const row = rows[0] ?? {};
  const usd = (name: string) => formatUsd(row[name] ?? '0');
  const count = (name: string) => Number(row[name] ?? 0);
  const explained = ['credited', 'suspense', 'returned', 'fee', 'in_flight'].reduce(
    (sum, part) => sum.plus(row[part] ?? 0),
    new Decimal(0),
  );
  const oldest = row['review_oldest'] ?? null;
  return {
    withdrawalsToReview: {
      count: count('review_count'),
      amountUsd: usd('review_usd'),
      oldestAt: oldest === null ? null : new Date(oldest).toISOString(),
    },
    withdrawalsToPay: { count: count('pay_count'), amountUsd: usd('pay_usd') },
    depositsInFlight: { count: count('flight_count'), amountUsd: usd('flight_usd') },
    suspenseOpen: { count: count('suspense_count'), amountUsd: usd('suspense') },
    needsAttention: { count: count('attention_count') },
    tamperedWithdrawals: { count: count('tampered_count') },
    changeRequests: { waiting: count('requests_waiting'), delayed: await delayedChanges(ctx) },
    payoutStop: PayoutStop.present(await PayoutStop.findOpen(ctx.knex)),
    liabilitiesUsd: usd('liabilities'),
    heldUsd: usd('held'),
    users: count('users'),
    conservation: {
      receivedUsd: usd('received'),
      creditedUsd: usd('credited'),
      suspenseUsd: usd('suspense'),
      returnedUsd: usd('returned'),
      feeUsd: usd('fee'),
      inFlightUsd: usd('in_flight'),
      unexplainedUsd: formatUsd(new Decimal(row['received'] ?? 0).minus(explained)),
    },
    last24h: {
      depositedUsd: usd('deposited_24h'),
      withdrawnUsd: usd('withdrawn_24h'),
      chargedUsd: usd('charged_24h'),
    },
  };
}

/** Changes that take effect without another person unless someone cancels them. */
async function delayedChanges({ knex }: AppContext) {
  const requests = await ChangeRequest.query(knex)
    .where({ status: 'waiting' })
    .whereNotNull('notBefore')
    .orderBy('notBefore')
    .limit(20);
  return requests.map(({ id, summary, makerName, notBefore }) => ({
    id,
    summary,
    makerName,
    notBefore: (notBefore ?? new Date()).toISOString(),
  }));
}

// `received` is what payments and unmatched suspense items report as arrived. The rest is read from the
// ledger and the suspense items, not from the columns of the payments, so that the difference is a real
// check.
const sql = /* sql */ `
  select w.*, f.*, a.*, b.*, u.*, r.*, t.*, s.*, p.received + s.unmatched as received, p.in_flight
  from (
    select count(*) filter (where status = 'pending') as review_count,
      sum(amount_usd) filter (where status = 'pending') as review_usd,
      min(created_at) filter (where status = 'pending') as review_oldest,
      count(*) filter (where not is_intact) as tampered_count,
      count(*) filter (where status <> 'pending') as pay_count,
      sum(final_amount_usd) filter (where status <> 'pending') as pay_usd
    from withdrawal_requests where status in ('pending', 'approved', 'processing')
  ) w, (
    select count(*) as flight_count, sum(amount_usd) as flight_usd
    from payments where status in ('confirming', 'confirmed') and parent_payment_id is null
  ) f,
  (select count(*) as attention_count from payments where needs_attention is not null) a,
  (select sum(balance_usd) as liabilities, sum(held_usd) as held from user_balances) b,
  (select count(*) as users from users) u,
  (select count(*) as requests_waiting from change_requests where status = 'waiting') r, (
    select sum(amount_usd) filter (where transaction_type = 'deposit') as deposited_24h,
      -sum(amount_usd) filter (where transaction_type = 'withdrawal') as withdrawn_24h,
      -sum(amount_usd) filter (where transaction_type = 'payment') as charged_24h
    from transactions where created_at > :now::timestamptz - interval '24 hours'
  ) t, (
    select count(*) filter (where status = 'open') as suspense_count,
      coalesce(sum(amount_usd) filter (where status = 'open'), 0) as suspense,
      coalesce(sum(amount_usd) filter (where status = 'returned'), 0) as returned,
      coalesce(sum(amount_usd) filter (where status = 'written_off'), 0) as fee,
      coalesce(sum(amount_usd) filter (where payment_id is null), 0) as unmatched,
      (select coalesce(sum(total_deposited), 0) from user_balances) as credited
    from suspense_items
  ) s, (
    select coalesce(sum(actual_amount_usd), 0) as received,
      coalesce(sum(in_flight_amount_usd), 0) as in_flight
    from payments
  ) p`;
