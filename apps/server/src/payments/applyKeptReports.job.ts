import type { Job } from '../desk/job.ts';
import { applyKeptReports } from './applyKeptReports.ts';

/** Decides reports that were kept when a process died. */
export const applyKeptReportsJob: Job = {
  name: 'payments-apply-kept-reports',
  everySeconds: 15,
  cron: '* * * * *',
  async run(desk) {
    await applyKeptReports(desk);
  },
};
