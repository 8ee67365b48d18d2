import type { Job } from '../context/job.ts';
import { reportUnknownOutcomes } from './payouts/reportUnknownOutcomes.ts';

/** Reports every five minutes the payouts whose outcome is unknown. */
export const reportUnknownOutcomesJob: Job = {
  name: 'payouts-report-unknown',
  cron: '*/5 * * * *',
  async run(ctx) {
    await reportUnknownOutcomes(ctx);
  },
};
