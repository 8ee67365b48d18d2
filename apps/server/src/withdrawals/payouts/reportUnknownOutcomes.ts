import type { Desk } from '../../desk/desk.ts';
import { Payout } from '../../models/Payout.ts';
import { after, UNKNOWN_OUTCOME_ALARM_MS } from './payoutTimes.ts';

/**
 * Logs an error for each payout whose outcome has been unknown for a quarter of an hour, also while the
 * provider cannot be asked at all. Returns how many there are.
 */
export async function reportUnknownOutcomes(desk: Desk): Promise<number> {
  const now = desk.clock.now();
  const payouts = await Payout.query(desk.knex)
    .where({ status: 'unknown' })
    .where('attemptedAt', '<=', after(now, -UNKNOWN_OUTCOME_ALARM_MS))
    .orderBy('attemptedAt');
  for (const { id, withdrawalRequestId, attemptedAt, message } of payouts) {
    desk.log.error(
      { payoutId: id, withdrawalId: withdrawalRequestId, since: attemptedAt, message },
      'the outcome of a payout is still unknown: look for it at the provider',
    );
  }
  return payouts.length;
}
