import type { Job } from '../context/job.ts';
import { refreshMinimums } from './refreshMinimums.ts';

/**
 * Keeps the provider's minimums fresh: each currency on offer every few hours, at once when it is first
 * offered or a create was refused.
 */
export const refreshMinimumsJob: Job = {
  name: 'currencies-refresh-minimums',
  everySeconds: 15,
  cron: '* * * * *',
  async run(ctx) {
    await refreshMinimums(ctx);
  },
};
