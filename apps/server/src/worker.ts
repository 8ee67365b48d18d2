import { createLogger } from './base/logger.ts';
import { runProcess } from './base/runProcess.ts';
import { loadSettings } from './base/settings.ts';
import { connectDatabase } from './db/connect.ts';
import { databaseUrlOf } from './db/databaseUrl.ts';
import { createDesk } from './desk/createDesk.ts';
import { startJobs } from './http/startJobs.ts';

/** The worker process: polls the provider and keeps house. Any number may run. */
await runProcess(async () => {
  const settings = loadSettings();
  const log = createLogger(settings, 'worker');
  const knex = connectDatabase(await databaseUrlOf(settings), {
    applicationName: 'paydesk-worker',
    poolMax: 10,
  });
  const desk = createDesk(settings, knex, log);
  const jobs = await startJobs(desk);
  log.info('working');
  return {
    ready: {},
    async stop() {
      await jobs.stop();
      desk.provider.close();
      await knex.destroy();
    },
  };
});
