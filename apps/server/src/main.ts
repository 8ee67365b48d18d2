import { createLogger } from './base/logger.ts';
import { loadSettings } from './base/settings.ts';
import { connectDatabase, LONG_READ_MS } from './db/connect.ts';
import { connectionProblems } from './db/connectionProblems.ts';
import { createAppContext } from './context/createAppContext.ts';
import { createApp } from './http/createApp.ts';
import { stoppableServer } from './http/stoppableServer.ts';
import { DRAIN_MS, runProcess } from './base/runProcess.ts';
import { startTracing } from './base/tracing.ts';
import { readStandbys } from './db/readStandbys.ts';
import { databaseUrlOf } from './db/databaseUrl.ts';
import { drawOriginBoundary } from './seals/originBoundary.ts';
import { sealKeyOf } from './seals/sealKey.ts';
import { recordDeskSettings } from './system/recordDeskSettings.ts';
import { watchCredentials } from './signIn/watchCredentials.ts';
import { noticeLostHistory } from './restores/noticeLostHistory.ts';
import { startSequencer } from './events/startSequencer.ts';
import { warnAboutOwner } from './system/warnAboutOwner.ts';

/** The server process. apps/desk or the operator provides a migrated database. */
await runProcess(async (stopping) => {
  const settings = loadSettings();
  const log = createLogger(settings, 'server');
  const tracing = await startTracing(settings, {
    service: 'paydesk-server',
    onProblem: (problem) => log.warn({ problem }, 'traces could not be sent'),
  });
  const problems = connectionProblems(log.child({ part: 'database' }));
  const knex = connectDatabase(databaseUrlOf(settings), {
    applicationName: 'paydesk-server',
    poolMax: 20,
    problems,
    pooled: settings.directDatabaseUrl !== null,
  });
  // Of their own: lists that take long leave the connections of postings alone.
  const reads = connectDatabase(databaseUrlOf(settings), {
    applicationName: 'paydesk-server-reads',
    poolMax: 10,
    problems,
    statementTimeoutMs: LONG_READ_MS,
    pooled: settings.directDatabaseUrl !== null,
  });
  const standbys =
    settings.readDatabase.url === null
      ? null
      : readStandbys({
          url: settings.readDatabase.url,
          primary: reads,
          log: log.child({ part: 'standbys' }),
          applicationName: 'paydesk-server-standby',
          poolMax: 10,
          pooled: settings.directDatabaseUrl !== null,
          maxLagMs: settings.readDatabase.maxLagMs,
        });
  const ctx = createAppContext(settings, knex, log, { stopping, reads, standbys });
  await warnAboutOwner(ctx);
  await drawOriginBoundary(knex, sealKeyOf(settings.seals.secret));
  await recordDeskSettings(ctx);
  await noticeLostHistory(ctx);
  const sequencer = startSequencer(ctx);
  // Announcements need a session of their own, which a pooler does not give.
  const direct =
    settings.directDatabaseUrl === null
      ? null
      : connectDatabase(settings.directDatabaseUrl, {
          applicationName: 'paydesk-server',
          poolMax: 1,
          problems,
        });
  const credentials = watchCredentials(
    direct ?? knex,
    ctx.credentials,
    log.child({ part: 'auth' }),
    direct === null ? null : knex,
  );
  const app = await createApp(ctx);
  // What a request has changed is readable at once.
  app.addHook('onResponse', (request, _reply, done) => {
    if (request.method === 'POST') sequencer.wake();
    done();
  });
  const server = stoppableServer(app.server, stopping);
  await app.ready();
  await server.listen({ port: settings.port, host: settings.host });
  log.info(
    { url: settings.publicUrl, simulator: settings.provider.simulated },
    settings.provider.simulated ? 'listening; the simulator replaces the provider' : 'listening',
  );
  return {
    ready: { url: settings.publicUrl },
    log,
    // Proxies read from `/health/ready` that this server stops, and send no more.
    delayMs: settings.shutdownDelayMs,
    async stop() {
      const cut = await server.close(DRAIN_MS);
      await app.close();
      await sequencer.stop();
      await credentials.stop();
      await direct?.destroy();
      ctx.provider.close();
      await standbys?.close();
      await reads.destroy();
      await knex.destroy();
      await tracing.stop();
      return { cut };
    },
  };
});
