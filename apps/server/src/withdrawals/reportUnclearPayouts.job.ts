import type { Job } from '../context/job.ts';
import { reportUnclearPayouts } from './payouts/reportUnclearPayouts.ts';

/** Says every five minutes, and as long as it lasts, of which payouts nobody knows what became. */
export const reportUnclearPayoutsJob: Job = {
  name: 'payouts-report-unclear',
  cron: '*/5 * * * *',
  async run(ctx) {
    await reportUnclearPayouts(ctx);
  },
};
