import { systemActor } from '../base/actor.ts';
import type { Job } from '../context/job.ts';
import { startReconciliation } from './startReconciliation.ts';

/** Compares the last days with the provider's list, four times a day. */
export const startReconciliationJob: Job = {
  name: 'payments-start-reconciliation',
  cron: '7 */6 * * *',
  async run(ctx) {
    await startReconciliation(ctx, systemActor('scheduler'));
  },
};
