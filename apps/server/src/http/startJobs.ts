import { fromKnex, PgBoss } from 'pg-boss';
import type { AppContext } from '../context/appContext.ts';
import type { Job } from '../context/job.ts';
import { inSpan } from '../base/tracing.ts';
import { JOB_SCHEMA, ownsTables } from '../db/applicationRole.ts';
import { JOBS } from './jobs.ts';

export interface RunningJobs {
  /**
   * Starts no further job and waits for those that run, `limitMs` at most.
   * @returns how many were cut off
   */
  stop(limitMs: number): Promise<number>;
}

/** Time after which another worker may start a run that has not finished. */
const EXPIRE_SECONDS = 15 * 60;

/**
 * Runs the jobs on pg-boss, in the schema `jobs` of the desk's own database. Any number of workers share them.
 * A queue has at most one waiting run (policy `short`), so that a chain of runs never doubles; its cron
 * restarts a chain that a crash has broken.
 */
export async function startJobs(ctx: AppContext): Promise<RunningJobs> {
  // A role that owns nothing finds the schema as the migration has left it.
  const migrate = await ownsTables(ctx.knex);
  const boss = new PgBoss({ db: fromKnex(ctx.knex), schema: JOB_SCHEMA, migrate });
  boss.on('error', (error) => ctx.log.error({ err: error }, 'the job queue reported an error'));
  await boss.start();
  const running = new Set<Job>();
  for (const job of JOBS) await startJob({ boss, ctx, running }, job);
  return {
    async stop(limitMs) {
      await boss.stop({ graceful: true, timeout: limitMs });
      return running.size;
    },
  };
}

async function startJob(
  { boss, ctx, running }: { boss: PgBoss; ctx: AppContext; running: Set<Job> },
  job: Job,
): Promise<void> {
  await boss.createQueue(job.name, {
    policy: 'short',
    retryLimit: 0,
    expireInSeconds: EXPIRE_SECONDS,
    retentionSeconds: 3600,
    deleteAfterSeconds: 3600,
  });
  await boss.work(job.name, { pollingIntervalSeconds: job.everySeconds === undefined ? 5 : 1 }, async () => {
    running.add(job);
    const startedAt = performance.now();
    const observe = (outcome: 'done' | 'failed') =>
      ctx.metrics.observeJob({ job: job.name, outcome, seconds: (performance.now() - startedAt) / 1000 });
    try {
      // Every run begins a trace.
      await inSpan(`job ${job.name}`, { isRoot: true }, async () => await job.run(ctx));
      observe('done');
    } catch (error) {
      observe('failed');
      ctx.log.error({ err: error, job: job.name }, 'a job failed; it runs again at its next time');
    } finally {
      if (job.everySeconds !== undefined) await boss.send(job.name, {}, { startAfter: job.everySeconds });
      running.delete(job);
    }
  });
  await boss.schedule(job.name, job.cron, {}, { tz: 'UTC' });
  if (job.everySeconds !== undefined) await boss.send(job.name, {});
}
