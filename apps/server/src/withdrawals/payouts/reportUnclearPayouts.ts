import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { after, UNCLEAR_ALARM_MS } from './payoutTimes.ts';

/**
 * Raises an alarm for each payout that has been unclear for a quarter of an hour, also while the provider
 * cannot be asked at all. Answers how many there are.
 */
export async function reportUnclearPayouts(ctx: AppContext): Promise<number> {
  const now = ctx.clock.now();
  const unclear = await Payout.query(ctx.knex)
    .where({ status: 'unclear' })
    .where('attemptedAt', '<=', after(now, -UNCLEAR_ALARM_MS))
    .orderBy('attemptedAt');
  for (const { id, withdrawalRequestId, attemptedAt, message } of unclear) {
    ctx.log.error(
      { payoutId: id, withdrawalId: withdrawalRequestId, since: attemptedAt, message },
      'nobody knows yet what became of a payout: look for it at the provider',
    );
  }
  return unclear.length;
}
