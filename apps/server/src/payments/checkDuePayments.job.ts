import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../context/job.ts';
import { checkDuePayments } from './checkDuePayments.ts';

/**
 * Questions on their way at once: a slow answer must not hold the others up, a hundred must not knock at
 * once.
 */
const CONCURRENCY = 4;

/**
 * One run works on a backlog for this long, then makes room for a stop of the process; the next run goes on.
 */
const RUN_MS = 20_000;

/** Asks the provider about every payment whose time has come, whatever any browser does. */
export const checkDuePaymentsJob: Job = {
  name: 'payments-check-due',
  everySeconds: 2,
  cron: '* * * * *',
  async run(ctx) {
    const endsAt = Date.now() + RUN_MS;
    while (Date.now() < endsAt) {
      if ((await checkDuePayments(ctx, 20, CONCURRENCY)) > 0) continue;
      // Nothing was asked: there is nothing due, the provider is down, or the budget fills up again within a
      // second.
      if ((await ctx.provider.turnsLeft('poll')) > 0 || (await ctx.provider.circuit()).state !== 'closed')
        return;
      await pause(1000);
    }
  },
};
