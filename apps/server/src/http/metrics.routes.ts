import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { summary } from '../dashboard/summary.ts';
import type { AppContext } from '../context/appContext.ts';
import { auditGauges } from './auditGauges.ts';
import { providerGauges } from './providerGauges.ts';
import { sharedReading } from './sharedReading.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';

/**
 * `/metrics` for Prometheus, from the same machine or with an API key: totals of a business are not for
 * strangers. Amounts are gauges in USD, for graphs and alarms; the books themselves never pass through a
 * number.
 */
export function metricsRoutes(app: FastifyInstance, ctx: AppContext): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'paydesk_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const refusedWebhooks = new Counter({
    name: 'paydesk_webhooks_refused_total',
    help: 'Notifications whose signature or form was refused',
    registers: [registry],
  });
  businessGauges(ctx, registry);
  providerGauges(ctx, registry);
  auditGauges(ctx, registry);

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.observe(
      { route, method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    if (route.startsWith('/webhooks/nowpayments') && reply.statusCode === 401) refusedWebhooks.inc();
    done();
  });
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!(await mayRead(ctx, request))) return await reply.code(403).send({ reason: 'PERMISSION_DENIED' });
    return await reply.type(registry.contentType).send(await registry.metrics());
  });
}

function businessGauges(ctx: AppContext, registry: Registry): void {
  // Prometheus knows floats alone: these figures are for graphs and alarms, and nothing reads them back.
  // A scrape takes all gauges at once: one that another sets would be a scrape behind.
  const now = sharedReading(async () => await summary(ctx));
  const gauge = (name: string, help: string, read: (facts: Awaited<ReturnType<typeof summary>>) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(read(await now()));
      },
    });
  gauge(
    'paydesk_unexplained_usd',
    'Received amounts that are neither credited, in suspense, returned, a fee nor on their way; anything but 0 is an alarm',
    (facts) => Number.parseFloat(facts.conservation.unexplainedUsd),
  );
  gauge('paydesk_liabilities_usd', 'Sum of all balances', (facts) => Number.parseFloat(facts.liabilitiesUsd));
  gauge('paydesk_held_usd', 'Sum held for open withdrawals', (facts) => Number.parseFloat(facts.heldUsd));
  gauge(
    'paydesk_withdrawals_to_review',
    'Withdrawals that wait for approval',
    (facts) => facts.withdrawalsToReview.count,
  );
  gauge(
    'paydesk_withdrawals_tampered',
    'Open withdrawals that are not what was requested; anything but 0 is an alarm',
    (facts) => facts.tamperedWithdrawals.count,
  );
  gauge('paydesk_suspense_open', 'Open suspense items', (facts) => facts.suspenseOpen.count);
  gauge(
    'paydesk_payments_needing_attention',
    'Payments flagged for staff',
    (facts) => facts.needsAttention.count,
  );
  gauge('paydesk_deposits_in_flight', 'Deposits seen but not final', (facts) => facts.depositsInFlight.count);
}

async function mayRead(ctx: AppContext, request: FastifyRequest): Promise<boolean> {
  if (['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) return true;
  try {
    const { principal } = await resolvePrincipal(ctx, request, { cookies: false });
    return principal.kind === 'service';
  } catch {
    return false;
  }
}
