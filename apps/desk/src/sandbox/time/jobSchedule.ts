import { JOBS, type Job } from '@paydesk/server/in-process';
import type { AppContext } from '@paydesk/server/domain';
import { CronExpressionParser } from 'cron-parser';

/** They only check, every night; a test asks for the same checks when it wants them (`invariants`). */
const CHECKS_ONLY = ['desk-verify', 'audit-verify'];
const SCHEDULED = JOBS.filter(({ name }) => !CHECKS_ONLY.includes(name));

/** The worker's jobs, by the controlled clock. */
export interface JobSchedule {
  /** Runs what is due, one job after the other. */
  runDue(): Promise<void>;
  /** Also runs the jobs that look for work all the time, whenever their next turn is. */
  runNow(): Promise<void>;
}

/** Waits for its turn: jobs of two callers do not run at the same time. */
export function createJobSchedule(ctx: AppContext, jobs: readonly Job[] = SCHEDULED): JobSchedule {
  const next = new Map(jobs.map((job) => [job.name, nextRun(job, ctx.clock.now())]));
  let last: Promise<void> = Promise.resolve();

  async function run(isDue: (job: Job, now: Date) => boolean): Promise<void> {
    for (const job of jobs) {
      if (!isDue(job, ctx.clock.now())) continue;
      await job
        .run(ctx)
        .catch((error: unknown) => ctx.log.error({ err: error, job: job.name }, 'a job failed'));
      next.set(job.name, nextRun(job, ctx.clock.now()));
    }
  }

  function inTurn(isDue: (job: Job, now: Date) => boolean): Promise<void> {
    last = last.then(async () => await run(isDue));
    return last;
  }

  const isDue = ({ name }: Job, now: Date) => (next.get(name) ?? now) <= now;
  return {
    runDue: async () => await inTurn(isDue),
    runNow: async () => await inTurn((job, now) => job.everySeconds !== undefined || isDue(job, now)),
  };
}

function nextRun({ everySeconds, cron }: Job, now: Date): Date {
  if (everySeconds !== undefined) return new Date(now.getTime() + everySeconds * 1000);
  return CronExpressionParser.parse(cron, { currentDate: now, tz: 'UTC' }).next().toDate();
}
