import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { after, UNKNOWN_OUTCOME_ALARM_MS } from './payoutTimes.ts';

/**
 * Logs an error for each payout whose outcome has been unknown for a quarter of an hour, also while the
 * provider cannot be asked at all. Returns how many there are.
 */
export async function reportUnknownOutcomes(ctx: AppContext): Promise<number> {
  const now = ctx.clock.now();
  const payouts = await Payout.query(ctx.knex)
    .where({ status: 'unknown' })
    .where('attemptedAt', '<=', after(now, -UNKNOWN_OUTCOME_ALARM_MS))
    .orderBy('attemptedAt');
  for (const { id, withdrawalRequestId, attemptedAt, message } of payouts) {
    ctx.log.error(
      { payoutId: id, withdrawalId: withdrawalRequestId, since: attemptedAt, message },
      'the outcome of a payout is still unknown: look for it at the provider',
    );
  }
  return payouts.length;
}
