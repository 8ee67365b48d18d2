import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../context/job.ts';
import { applyKeptReports } from './applyKeptReports.ts';
import { checkDuePayments } from './checkDuePayments.ts';

/**
 * Requests in flight at once: a slow answer must not hold up the others, and a backlog must not send
 * hundreds.
 */
const CONCURRENCY = 4;

/**
 * A run works on a backlog for this long, so that other workers get their share; the next run continues.
 */
const RUN_MS = 20_000;

/** Asks the provider about every payment that is due, with or without an open checkout page. */
export const checkDuePaymentsJob: Job = {
  name: 'payments-check-due',
  everySeconds: 2,
  cron: '* * * * *',
  async run(ctx) {
    const endsAt = Date.now() + RUN_MS;
    while (Date.now() < endsAt && !ctx.stopping.aborted) {
      if ((await checkDuePayments(ctx, 20, CONCURRENCY)) > 0) continue;
      // No request was sent: nothing is due, the provider is down, or the quota is back within a second.
      if ((await ctx.provider.quotaLeft('poll')) > 0 || (await ctx.provider.circuit()).state !== 'closed')
        return;
      await pause(1000);
    }
  },
};

/** Applies reports that were stored before a process died. */
export const applyKeptReportsJob: Job = {
  name: 'payments-apply-kept-reports',
  everySeconds: 15,
  cron: '* * * * *',
  async run(ctx) {
    await applyKeptReports(ctx);
  },
};
