import type { Job } from '../context/job.ts';
import { runPayoutStep } from './payouts/runPayoutStep.ts';

/** One run works for this long, then makes room for a stop of the process; the next run goes on. */
const RUN_MS = 20_000;

/** Carries out what staff ordered to be paid through the provider, and follows it to its end. */
export const sendPayoutsJob: Job = {
  name: 'payouts-send',
  everySeconds: 2,
  cron: '* * * * *',
  async run(ctx) {
    const endsAt = Date.now() + RUN_MS;
    while (Date.now() < endsAt && (await runPayoutStep(ctx)));
  },
};
