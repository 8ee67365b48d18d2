import type { Job } from '../context/job.ts';
import { applyKeptReports } from './applyKeptReports.ts';

/** Decides reports that were kept when a process died. */
export const applyKeptReportsJob: Job = {
  name: 'payments-apply-kept-reports',
  everySeconds: 15,
  cron: '* * * * *',
  async run(ctx) {
    await applyKeptReports(ctx);
  },
};
