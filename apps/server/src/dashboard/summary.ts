import { formatUsd, type dashboardSummaryOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import { readConservation } from '../verify/conservation.ts';
import { ChangeRequest } from '../models/ChangeRequest.ts';

/**
 * The work that waits for staff, the desk's liabilities, and whether every received cent is explained: the same sums
 * as `paydesk verify` checks.
 */
export async function summary(ctx: AppContext): Promise<z.infer<typeof dashboardSummaryOutput>> {
  const { rows } = await ctx.knex.raw<{ rows: Record<string, string | null>[] }>(sql, {
    now: ctx.clock.now(),
  });
  const row = rows[0] ?? {};
  const usd = (name: string) => formatUsd(row[name] ?? '0');
  const count = (name: string) => Number(row[name] ?? 0);
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
    currencyChanges: { count: count('currency_changes') },
    webhooks: { disabled: count('webhooks_disabled'), failing: count('webhooks_failing') },
    tamperedWithdrawals: { count: count('tampered_count') },
    changeRequests: { waiting: count('requests_waiting'), delayed: await delayedChanges(ctx) },
    payoutStop: PayoutStop.present(await PayoutStop.findOpen(ctx.knex)),
    liabilitiesUsd: usd('liabilities'),
    heldUsd: usd('held'),
    users: count('users'),
    conservation: await readConservation(ctx.knex),
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

const sql = /* sql */ `
  select w.*, f.*, a.*, b.*, c.*, u.*, r.*, t.*, s.*, h.*
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
  (select count(*) as currency_changes from currencies where pending_change is not null) c,
  (select count(*) as users from users) u,
  (select count(*) as requests_waiting from change_requests where status = 'waiting') r, (
    select sum(amount_usd) filter (where transaction_type = 'deposit') as deposited_24h,
      -sum(amount_usd) filter (where transaction_type = 'withdrawal') as withdrawn_24h,
      -sum(amount_usd) filter (where transaction_type = 'payment') as charged_24h
    from transactions where created_at > :now::timestamptz - interval '24 hours'
  ) t, (
    select count(*) filter (where status = 'open') as suspense_count,
      coalesce(sum(amount_usd) filter (where status = 'open'), 0) as suspense
    from suspense_items
  ) s, (
    select count(*) filter (where disabled_reason <> 'staff') as webhooks_disabled,
      count(*) filter (where disabled_at is null and failures > 0) as webhooks_failing
    from webhook_endpoints
  ) h`;
