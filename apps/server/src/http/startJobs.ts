import { fromKnex, PgBoss } from 'pg-boss';
import { sealAuditJob } from '../audit/sealAudit.job.ts';
import { verifyAuditJob } from '../audit/verifyAudit.job.ts';
import { verifyLedgerJob } from '../balances/verifyLedger.job.ts';
import { refreshMinimumsJob } from '../currencies/refreshMinimums.job.ts';
import { syncCurrenciesJob } from '../currencies/syncCurrencies.job.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Job } from '../context/job.ts';
import { applyKeptReportsJob } from '../payments/applyKeptReports.job.ts';
import { checkDuePaymentsJob } from '../payments/checkDuePayments.job.ts';
import { continueReconciliationJob } from '../payments/continueReconciliation.job.ts';
import { startReconciliationJob } from '../payments/startReconciliation.job.ts';
import { purgeExpiredTokensJob } from '../users/purgeExpiredTokens.job.ts';
import { reportUnknownOutcomesJob } from '../withdrawals/reportUnknownOutcomes.job.ts';
import { sendPayoutsJob } from '../withdrawals/sendPayouts.job.ts';

const JOBS: readonly Job[] = [
  checkDuePaymentsJob,
  sendPayoutsJob,
  reportUnknownOutcomesJob,
  applyKeptReportsJob,
  continueReconciliationJob,
  startReconciliationJob,
  syncCurrenciesJob,
  refreshMinimumsJob,
  verifyLedgerJob,
  sealAuditJob,
  verifyAuditJob,
  purgeExpiredTokensJob,
];

/** Longest that one run may take before another worker may start it again. */
const EXPIRE_SECONDS = 15 * 60;

/**
 * Runs the jobs on pg-boss, in the schema `jobs` of the desk's own database. Any number of workers share
 * them. A queue holds one waiting run at most (policy `short`), so that a chain of runs never doubles; its
 * minute cron starts a chain again that a crash has broken.
 */
export async function startJobs(ctx: AppContext): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({ db: fromKnex(ctx.knex), schema: 'jobs' });
  boss.on('error', (error) => ctx.log.error({ err: error }, 'the job queue reports an error'));
  await boss.start();
  for (const job of JOBS) await startJob(boss, ctx, job);
  return { stop: async () => await boss.stop({ graceful: true, timeout: 5000 }) };
}

async function startJob(boss: PgBoss, ctx: AppContext, job: Job): Promise<void> {
  await boss.createQueue(job.name, {
    policy: 'short',
    retryLimit: 0,
    expireInSeconds: EXPIRE_SECONDS,
    retentionSeconds: 3600,
    deleteAfterSeconds: 3600,
  });
  await boss.work(job.name, { pollingIntervalSeconds: job.everySeconds === undefined ? 5 : 1 }, async () => {
    try {
      await job.run(ctx);
    } catch (error) {
      ctx.log.error({ err: error, job: job.name }, 'a job failed; it runs again at its next time');
    } finally {
      if (job.everySeconds !== undefined) await boss.send(job.name, {}, { startAfter: job.everySeconds });
    }
  });
  await boss.schedule(job.name, job.cron, {}, { tz: 'UTC' });
  if (job.everySeconds !== undefined) await boss.send(job.name, {});
}
