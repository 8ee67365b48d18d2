import { PRODUCT_NAME } from '@paydesk/design';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { VERSION } from '../base/version.ts';
import { pendingMigrations, UnsupportedDatabase } from '../db/migrate.ts';
import type { AppContext } from '../context/appContext.ts';
import { errorBody, type Failure } from './sendError.ts';

/**
 * `/health/live`: the process answers. `/health/ready`: the database answers and its schema is as new as the
 * code, or newer, and the process is not stopping.
 */
export function healthRoutes(app: FastifyInstance, ctx: Pick<AppContext, 'knex' | 'stopping'>): void {
  app.get('/health/live', { config: { rateLimit: false } }, () => ({ status: 'ok' }));
  app.get('/health/ready', { config: { rateLimit: false } }, async (_request, reply) => {
    if (ctx.stopping.aborted)
      return await sendUnavailable(
        reply,
        { stopping: true },
        { reason: 'SHUTTING_DOWN', message: 'this server is stopping' },
      );
    try {
      const missing = await pendingMigrations(ctx.knex);
      if (missing.length > 0)
        return await sendUnavailable(
          reply,
          { database: 'ok', missingMigrations: missing.length },
          { reason: 'DATABASE_UNAVAILABLE', message: 'the database is not migrated' },
        );
      return { status: 'ok', database: 'ok' };
    } catch (error) {
      const database = error instanceof UnsupportedDatabase ? 'unsupported' : 'unreachable';
      return await sendUnavailable(
        reply,
        { database },
        { reason: 'DATABASE_UNAVAILABLE', message: `the database is ${database}` },
      );
    }
  });
}

/** `/api/desk`: the facts on the sign-in page. */
export function deskRoutes(app: FastifyInstance, ctx: AppContext): void {
  app.get('/api/desk', () => ({
    name: ctx.settings.checkout.merchantName ?? PRODUCT_NAME,
    version: VERSION,
    simulatorInUse: ctx.settings.provider.simulated,
  }));
}

async function sendUnavailable(reply: FastifyReply, facts: object, failure: Failure): Promise<FastifyReply> {
  return await reply
    .code(503)
    .header('retry-after', '5')
    .send({ status: 'unavailable', ...facts, ...errorBody(failure) });
}
