import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { newId } from '../base/identifiers.ts';
import type { Desk } from '../desk/desk.ts';
import { nowpaymentsWebhook } from '../payments/nowpayments.webhook.ts';
import { authRoutes } from './auth.routes.ts';
import { checkoutRoutes } from './checkout.routes.ts';
import { currencyLogoRoutes } from './currencyLogos.routes.ts';
import { healthRoutes } from './health.routes.ts';
import { metricsRoutes } from './metrics.routes.ts';
import { spaRoutes } from './spa.routes.ts';
import { trpcRoutes } from './trpc.routes.ts';

/** Requests that one address may make in a minute before it is told to wait; apps with an API key and staff stay far below. */
const REQUESTS_PER_MINUTE = 3000;

/** The desk's HTTP server, ready to listen. */
export async function createApp(desk: Desk): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: desk.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    // A proxy on the same machine tells whom it speaks for; anybody else's word is not taken.
    trustProxy: 'loopback',
    bodyLimit: 256 * 1024,
    routerOptions: { maxParamLength: 5000 },
    forceCloseConnections: true,
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], connectSrc: ["'self'"], imgSrc: ["'self'", 'data:'], fontSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"],
        manifestSrc: ["'self'"], baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"],
      },
    },
    hsts: desk.settings.publicUrl.startsWith('https:'),
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' });

  healthRoutes(app, desk);
  metricsRoutes(app, desk);
  authRoutes(app, desk);
  currencyLogoRoutes(app, desk);
  await trpcRoutes(app, desk);
  nowpaymentsWebhook(app, desk);
  await checkoutRoutes(app, desk);
  await spaRoutes(app, desk);
  return app;
}
