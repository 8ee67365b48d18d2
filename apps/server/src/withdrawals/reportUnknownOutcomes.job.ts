import type { Job } from '../desk/job.ts';
import { reportUnknownOutcomes } from './payouts/reportUnknownOutcomes.ts';

/** Reports every five minutes the payouts whose outcome is unknown. */
export const reportUnknownOutcomesJob: Job = {
  name: 'payouts-report-unknown',
  cron: '*/5 * * * *',
  async run(desk) {
    await reportUnknownOutcomes(desk);
  },
};
