import type { Job } from '../desk/job.ts';
import { reportUnclearPayouts } from './payouts/reportUnclearPayouts.ts';

/** Says every five minutes, and as long as it lasts, of which payouts nobody knows what became. */
export const reportUnclearPayoutsJob: Job = {
  name: 'payouts-report-unclear',
  cron: '*/5 * * * *',
  async run(desk) {
    await reportUnclearPayouts(desk);
  },
};
