import type { Job } from '../desk/job.ts';
import { checkDuePayments } from './checkDuePayments.ts';

/** Asks the provider about every payment whose time has come, whatever any browser does. */
export const checkDuePaymentsJob: Job = {
  name: 'payments-check-due',
  everySeconds: 2,
  cron: '* * * * *',
  async run(desk) {
    // Goes on while there is a backlog, a bounded number of batches at a time.
    for (let batch = 0; batch < 10; batch += 1) if ((await checkDuePayments(desk)) === 0) return;
  },
};
