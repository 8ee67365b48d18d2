import { createLogger } from './base/logger.ts';
import { loadSettings } from './base/settings.ts';
import { connectDatabase } from './db/connect.ts';
import { createAppContext } from './context/createAppContext.ts';
import { createApp } from './http/createApp.ts';
import { runProcess } from './base/runProcess.ts';
import { databaseUrlOf } from './db/databaseUrl.ts';
import { drawOriginBoundary } from './seals/originBoundary.ts';
import { sealKeyOf } from './seals/sealKey.ts';
import { recordDeskSettings } from './system/recordDeskSettings.ts';
import { startSequencer } from './events/startSequencer.ts';
import { warnAboutOwner } from './system/warnAboutOwner.ts';

/** The server process. apps/desk or the operator provides a migrated database. */
await runProcess(async () => {
  const settings = loadSettings();
  const log = createLogger(settings, 'server');
  const knex = connectDatabase(databaseUrlOf(settings), {
    applicationName: 'paydesk-server',
    poolMax: 20,
  });
  const ctx = createAppContext(settings, knex, log);
  await warnAboutOwner(ctx);
  await drawOriginBoundary(knex, sealKeyOf(settings.seals.secret));
  await recordDeskSettings(ctx);
  const sequencer = startSequencer(ctx);
  const app = await createApp(ctx);
  // What a request has changed is readable at once.
  app.addHook('onResponse', (request, _reply, done) => {
    if (request.method === 'POST') sequencer.wake();
    done();
  });
  await app.listen({ port: settings.port, host: listenHost(settings.publicUrl) });
  log.info(
    { url: settings.publicUrl, simulator: settings.provider.simulated },
    settings.provider.simulated ? 'listening; the simulator replaces the provider' : 'listening',
  );
  return {
    ready: { url: settings.publicUrl },
    async stop() {
      await app.close();
      await sequencer.stop();
      ctx.provider.close();
      await knex.destroy();
    },
  };
});

/** A desk with a local address does not listen on the network. */
function listenHost(publicUrl: string): string {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(publicUrl).hostname) ? 'localhost' : '0.0.0.0';
}
