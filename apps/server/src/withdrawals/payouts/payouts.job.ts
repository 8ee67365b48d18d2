import type { AppContext } from '../../context/appContext.ts';
import type { Job } from '../../context/job.ts';
import { Payout } from '../../models/Payout.ts';
import { after, UNKNOWN_OUTCOME_ALARM_MS } from './payoutTimes.ts';
import { runPayoutStep } from './runPayoutStep.ts';
import { searchLostPayouts } from './searchLostPayouts.ts';

/** One run works for this long and then ends, so that the process can stop; the next run continues. */
const RUN_MS = 20_000;

/** Sends the payouts that staff ordered and follows each until its outcome is final. */
export const sendPayoutsJob: Job = {
  name: 'payouts-send',
  everySeconds: 2,
  cron: '* * * * *',
  async run(ctx) {
    const endsAt = Date.now() + RUN_MS;
    while (Date.now() < endsAt && !ctx.stopping.aborted && (await runPayoutStep(ctx)));
  },
};

/** After a restore: reads the payouts that the provider has made since, and the database does not know. */
export const searchLostPayoutsJob: Job = {
  name: 'payouts-search-lost',
  everySeconds: 30,
  cron: '* * * * *',
  async run(ctx) {
    await searchLostPayouts(ctx);
  },
};

/** Reports every five minutes the payouts whose outcome is unknown. */
export const reportUnknownOutcomesJob: Job = {
  name: 'payouts-report-unknown',
  cron: '*/5 * * * *',
  async run(ctx) {
    await reportUnknownOutcomes(ctx);
  },
};

/**
 * Logs an error for each payout whose outcome has been unknown for a quarter of an hour, also while the provider
 * cannot be reached. Returns how many there are.
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
