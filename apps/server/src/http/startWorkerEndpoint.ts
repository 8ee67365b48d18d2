import { fastify, type FastifyBaseLogger, LogController } from 'fastify';
import { Registry } from 'prom-client';
import type { AppContext } from '../context/appContext.ts';
import { healthRoutes } from './health.routes.ts';
import { createScrape } from './metrics/scrape.ts';
import { sendError } from './sendError.ts';
import { stoppableServer } from './stoppableServer.ts';

const CLOSE_MS = 1000;

/**
 * A worker's own port, `WORKER_PORT`: `/health/live` and `/health/ready` for probes, and `/metrics` of this process
 * alone; those of the desk are at the server's. Whoever reaches the port may read it, so it is on this machine unless
 * `WORKER_HOST` says otherwise. Without the setting there is none.
 */
export async function startWorkerEndpoint(ctx: AppContext): Promise<{ stop(): Promise<void> }> {
  const { workerEndpoint } = ctx.settings;
  if (workerEndpoint === null) return { stop: async () => {} };
  const app = fastify({
    loggerInstance: ctx.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
  });
  app.setNotFoundHandler(async (_request, reply) => await sendError(reply, { reason: 'NOT_FOUND' }));
  app.setErrorHandler(async (error, _request, reply) => {
    ctx.log.error({ err: error }, 'a request to the worker failed');
    return await sendError(reply, { reason: 'INTERNAL' });
  });
  healthRoutes(app, ctx);
  const scrape = createScrape(ctx);
  app.get(
    '/metrics',
    async (_request, reply) => await reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await scrape.text()),
  );
  const server = stoppableServer(app.server, ctx.stopping);
  await app.ready();
  await server.listen(workerEndpoint);
  return {
    async stop() {
      await server.close(CLOSE_MS);
      await app.close();
    },
  };
}
