import { createLogger } from './base/logger.ts';
import { DRAIN_MS, runProcess } from './base/runProcess.ts';
import { loadSettings } from './base/settings.ts';
import { startTracing } from './base/tracing.ts';
import { connectDatabase } from './db/connect.ts';
import { connectionProblems } from './db/connectionProblems.ts';
import { databaseUrlOf } from './db/databaseUrl.ts';
import { drawOriginBoundary } from './seals/originBoundary.ts';
import { sealKeyOf } from './seals/sealKey.ts';
import { recordDeskSettings } from './system/recordDeskSettings.ts';
import { noticeLostHistory } from './restores/noticeLostHistory.ts';
import { warnAboutOwner } from './system/warnAboutOwner.ts';
import { startSequencer } from './events/startSequencer.ts';
import { createAppContext } from './context/createAppContext.ts';
import { startWorkerEndpoint } from './http/startWorkerEndpoint.ts';
import { startJobs } from './http/startJobs.ts';
import { startDeliveries } from './webhooks/delivery/startDeliveries.ts';

/** The worker process: runs the scheduled jobs. Any number may run. */
await runProcess(async (stopping) => {
  const settings = loadSettings();
  const log = createLogger(settings, 'worker');
  const tracing = await startTracing(settings, {
    service: 'paydesk-worker',
    onProblem: (problem) => log.warn({ problem }, 'traces could not be sent'),
  });
  const knex = connectDatabase(databaseUrlOf(settings), {
    applicationName: 'paydesk-worker',
    poolMax: 10,
    problems: connectionProblems(log.child({ part: 'database' })),
    pooled: settings.directDatabaseUrl !== null,
  });
  const ctx = createAppContext(settings, knex, log, { stopping });
  await warnAboutOwner(ctx);
  await drawOriginBoundary(knex, sealKeyOf(settings.seals.secret));
  await recordDeskSettings(ctx);
  await noticeLostHistory(ctx);
  const sequencer = startSequencer(ctx);
  const deliveries = startDeliveries(ctx);
  const jobs = await startJobs(ctx);
  const endpoint = await startWorkerEndpoint(ctx);
  log.info('working');
  return {
    ready: {},
    log,
    async stop() {
      const [cut] = await Promise.all([jobs.stop(DRAIN_MS), deliveries.stop()]);
      // It says to the end that this worker is not ready.
      await endpoint.stop();
      await sequencer.stop();
      ctx.provider.close();
      await knex.destroy();
      await tracing.stop();
      return { cut };
    },
  };
});
