import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, Histogram, Registry } from 'prom-client';
import type { AppContext } from '../../context/appContext.ts';
import { databaseAway } from '../../db/databaseAway.ts';
import { resolvePrincipal } from '../resolvePrincipal.ts';
import { sendError } from '../sendError.ts';
import { bookGauges } from './bookGauges.ts';
import { eventGauges } from './eventGauges.ts';
import { providerGauges } from './providerGauges.ts';
import { createScrape } from './scrape.ts';
import { standbyGauges } from './standbyGauges.ts';
import { workGauges } from './workGauges.ts';

/**
 * So long a key that was accepted goes on reading metrics, from the same address, while the database, which knows the
 * keys and their addresses, is away.
 */
const KNOWN_MS = 3_600_000;

/**
 * `/metrics` for Prometheus, for the same machine or with an API key that has the scope `metrics.read`. It answers
 * without the database too, with what the process knows. Amounts are gauges in USD, for graphs and alerts; the ledger
 * itself never uses floats.
 */
export function metricsRoutes(app: FastifyInstance, ctx: AppContext): void {
  const scrape = createScrape(ctx);
  bookGauges(ctx, scrape);
  providerGauges(ctx, scrape);
  eventGauges(ctx, scrape);
  workGauges(ctx, scrape);
  standbyGauges(ctx, scrape);
  countRequests(app, scrape.registry);
  const mayRead = readers(ctx);
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!(await mayRead(request))) return await sendError(reply, { reason: 'PERMISSION_DENIED' });
    return await reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await scrape.text());
  });
}

function countRequests(app: FastifyInstance, registry: Registry): void {
  const requests = new Histogram({
    name: 'paydesk_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const refusedWebhooks = new Counter({
    name: 'paydesk_webhooks_refused_total',
    help: 'Notifications with an invalid signature or body',
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    // A stream lasts as long as its reader wants.
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) return done();
    requests.observe(
      { route, method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    if (route.startsWith('/webhooks/nowpayments') && reply.statusCode === 401) refusedWebhooks.inc();
    done();
  });
}

/** Says of each request whether its sender may read metrics. */
function readers(ctx: AppContext): (request: FastifyRequest) => Promise<boolean> {
  const known = new Map<string, number>();
  return async (request) => {
    if (['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) return true;
    const key = createHash('sha256')
      .update(`${request.ip} ${request.headers.authorization ?? ''}`)
      .digest('base64');
    const mayRead = await mayReadNow(ctx, request);
    if (mayRead === null) return (known.get(key) ?? 0) > performance.now();
    if (mayRead) known.set(key, performance.now() + KNOWN_MS);
    else known.delete(key);
    return mayRead;
  };
}

/** Null when the database, which knows the keys, is away. */
async function mayReadNow(ctx: AppContext, request: FastifyRequest): Promise<boolean | null> {
  try {
    const { principal } = await resolvePrincipal(ctx, request, { cookies: false });
    return principal.kind === 'service' && principal.permissions.has('metrics.read');
  } catch (error) {
    return databaseAway(error) === null ? false : null;
  }
}
