import type { AppContext } from '../context/appContext.ts';

/** A payment counts as watched for this long after its checkout page was requested. */
const WATCHED_MS = 60_000;

/**
 * It is written again when less than this is left: at most every 20 seconds per payment, for any number of
 * viewers.
 */
const RENEW_MS = 40_000;

/** The first request makes the payment due this soon. */
const FIRST_CHECK_MS = 5000;

/**
 * Marks payments as watched, in one statement, so that the worker checks them more often (`nextCheckAt`).
 * Payments that are no longer checked, that back off after failures or that have no address yet keep their
 * next check.
 */
export async function markWatched(ctx: AppContext, tokens: readonly string[]): Promise<void> {
  const now = ctx.clock.now().getTime();
  const at = (ms: number) => new Date(now + ms);
  await ctx.knex.raw(
    `update payments set
       next_check_at = case
         when (watched_until is null or watched_until < ?) and check_failures = 0 and provider_payment_id is not null
           and not (status = 'completed' and transaction_hash is not null) and status <> 'refunded'
         then least(next_check_at, ?::timestamptz) else next_check_at end,
       watched_until = ?
     where checkout_token = any(?) and (watched_until is null or watched_until < ?) and next_check_at is not null`,
    [at(0), at(FIRST_CHECK_MS), at(WATCHED_MS), [...tokens], at(RENEW_MS)],
  );
}
