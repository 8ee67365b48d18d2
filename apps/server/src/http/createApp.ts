import { accentOf } from '@paydesk/design';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { FILES } from '../base/files.ts';
import type { AppContext } from '../context/appContext.ts';
import { nowpaymentsWebhook } from '../payments/nowpayments.webhook.ts';
import { payoutsWebhook } from '../withdrawals/payouts/payouts.webhook.ts';
import { authRoutes } from './auth.routes.ts';
import { brandRoutes, servedBrand } from './brand.routes.ts';
import { checkoutRoutes } from './checkout.routes.ts';
import { readCheckoutFiles } from './checkoutFiles.ts';
import { compressAnswers } from './compressAnswers.ts';
import { allowCrossOrigin } from './crossOrigin.ts';
import { currencyLogoRoutes } from './currencyLogos.routes.ts';
import { eventRoutes } from './events.routes.ts';
import { exportRoutes } from './exports.routes.ts';
import { guideRoutes } from './guide.routes.ts';
import { deskRoutes, healthRoutes } from './health.routes.ts';
import { inviteRoutes } from './invites.routes.ts';
import { metricsRoutes } from './metrics/metrics.routes.ts';
import { liveRoutes } from './live.routes.ts';
import { pageHeaders } from './pageHeaders.ts';
import { requestIdOf } from './requestId.ts';
import { knownCallers, limitRequests } from './requestLimits.ts';
import { docsRoutes } from './rest/docs.routes.ts';
import { restApiRoutes } from './rest/rest.routes.ts';
import { spaRoutes } from './spa.routes.ts';
import { traceRequests } from './traceRequests.ts';
import { trpcRoutes } from './trpc.routes.ts';
import { answerClientError, MAX_HEADER_BYTES, sendFrameworkError, uniformErrors } from './uniformErrors.ts';

/** Bytes of a request's body; no input of the desk needs more. */
export const BODY_LIMIT = 256 * 1024;

/** The HTTP server, ready to listen. `adminDist`, `guideDist`: the folders with the built pages. */
export async function createApp(
  ctx: AppContext,
  adminDist = FILES.adminPages,
  guideDist = FILES.guidePages,
): Promise<FastifyInstance> {
  const served = servedBrand(ctx.settings);
  logAccents(ctx, served.brand.color);
  const app = fastify({
    loggerInstance: ctx.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    frameworkErrors: sendFrameworkError,
    clientErrorHandler: answerClientError,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    // `X-Forwarded-For` is read only from trusted proxies.
    trustProxy: ctx.settings.access.trustedProxies.length > 0 ? ctx.settings.access.trustedProxies : false,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 5000 },
    forceCloseConnections: true,
  });
  traceRequests(app);
  const headers = await pageHeaders(ctx.settings);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    done();
  });
  // Responses without a caching rule of their own are private.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done();
  });
  await compressAnswers(app);
  allowCrossOrigin(app, ctx.settings.access.allowedOrigins);
  const callers = knownCallers();
  await limitRequests(app, callers);
  uniformErrors(app, ctx);

  healthRoutes(app, ctx);
  deskRoutes(app, ctx);
  metricsRoutes(app, ctx);
  authRoutes(app, ctx);
  inviteRoutes(app, ctx);
  currencyLogoRoutes(app, ctx);
  await trpcRoutes(app, ctx, callers);
  await restApiRoutes(app, ctx, callers);
  eventRoutes(app, ctx);
  liveRoutes(app, ctx);
  exportRoutes(app, ctx);
  docsRoutes(app);
  await guideRoutes(app, guideDist);
  nowpaymentsWebhook(app, ctx);
  payoutsWebhook(app, ctx);
  brandRoutes(app, served);
  await checkoutRoutes(app, ctx, readCheckoutFiles(served.brand));
  await spaRoutes(app, ctx, adminDist, served.brand);
  return app;
}

/** Says when the pages show another colour than the one in the settings, because text would be unreadable. */
function logAccents(ctx: AppContext, color: string | null): void {
  if (color === null) return;
  const [light, dark] = [accentOf('light', color).accent, accentOf('dark', color).accent];
  if (light === color && dark === color) return;
  ctx.log.info(
    { color, light, dark },
    'MERCHANT_COLOR is shown darker or lighter, so that text stays readable',
  );
}
