import type { AppContext } from '../context/appContext.ts';

/** A payment counts as watched for this long after somebody looked at it. */
const WATCHED_MS = 60_000;

/**
 * It is written again when less than this is left: at most every 20 seconds for one payment, however many
 * look.
 */
const RENEW_MS = 40_000;

/** The first look asks the provider soon, whatever was planned. */
const FIRST_CHECK_MS = 5000;

/**
 * Notes that somebody looks at these payments, so that the worker asks about them more often (`nextCheckAt`),
 * in one statement. What nobody asks about any more, what is backing off after failures and what has no
 * address yet keeps its time.
 */
export async function noteWatched(ctx: AppContext, tokens: readonly string[]): Promise<void> {
  const now = ctx.clock.now().getTime();
  const at = (ms: number) => new Date(now + ms);
  await ctx.knex.raw(
    `update payments set
       next_check_at = case when (watched_until is null or watched_until < ?) and check_failures = 0 and provider_payment_id is not null and not (status = 'completed' and transaction_hash is not null) and status <> 'refunded'
                            then least(next_check_at, ?::timestamptz) else next_check_at end,
       watched_until = ?
     where checkout_token = any(?) and (watched_until is null or watched_until < ?) and next_check_at is not null`,
    [at(0), at(FIRST_CHECK_MS), at(WATCHED_MS), [...tokens], at(RENEW_MS)],
  );
}
