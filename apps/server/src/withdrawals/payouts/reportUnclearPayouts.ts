import type { Desk } from '../../desk/desk.ts';
import { Payout } from '../../models/Payout.ts';
import { after, UNCLEAR_ALARM_MS } from './payoutTimes.ts';

/**
 * Raises an alarm for each payout that has been unclear for a quarter of an hour, also while the provider
 * cannot be asked at all. Answers how many there are.
 */
export async function reportUnclearPayouts(desk: Desk): Promise<number> {
  const now = desk.clock.now();
  const unclear = await Payout.query(desk.knex)
    .where({ status: 'unclear' })
    .where('attemptedAt', '<=', after(now, -UNCLEAR_ALARM_MS))
    .orderBy('attemptedAt');
  for (const { id, withdrawalRequestId, attemptedAt, message } of unclear) {
    desk.log.error(
      { payoutId: id, withdrawalId: withdrawalRequestId, since: attemptedAt, message },
      'nobody knows yet what became of a payout: look for it at the provider',
    );
  }
  return unclear.length;
}
