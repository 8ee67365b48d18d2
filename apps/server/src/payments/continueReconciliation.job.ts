import type { Job } from '../context/job.ts';
import { continueReconciliation } from './continueReconciliation.ts';

/** Carries on with a comparison that somebody, or the schedule, has begun. */
export const continueReconciliationJob: Job = {
  name: 'payments-reconcile',
  everySeconds: 5,
  cron: '* * * * *',
  async run(ctx) {
    await continueReconciliation(ctx);
  },
};
