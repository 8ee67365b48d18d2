import { systemActor } from '../base/actor.ts';
import type { Job } from '../context/job.ts';
import { continueReconciliation } from './continueReconciliation.ts';
import { startReconciliation } from './startReconciliation.ts';

/** Starts a comparison of the last days with the provider’s list, four times a day. */
export const startReconciliationJob: Job = {
  name: 'payments-start-reconciliation',
  cron: '7 */6 * * *',
  async run(ctx) {
    await startReconciliation(ctx, systemActor('scheduler'));
  },
};

/** Continues the running comparison, whether staff or the schedule started it. */
export const continueReconciliationJob: Job = {
  name: 'payments-reconcile',
  everySeconds: 5,
  cron: '* * * * *',
  async run(ctx) {
    await continueReconciliation(ctx);
  },
};
