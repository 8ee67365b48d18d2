import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { auditHead } from '../auditChain/auditHead.ts';
import { summary } from '../dashboard/summary.ts';
import type { AppContext } from '../context/appContext.ts';
import { eventGauges } from './eventGauges.ts';
import { providerGauges } from './providerGauges.ts';
import { sendError } from './sendError.ts';
import { lastVerification } from '../system/lastVerification.ts';
import { sharedGauges } from './sharedGauges.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';

/**
 * `/metrics` for Prometheus, for the same machine or with an API key. Amounts are gauges in USD, for graphs and
 * alerts; the ledger itself never uses floats.
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
    help: 'Notifications with an invalid signature or body',
    registers: [registry],
  });
  businessGauges(ctx, registry);
  providerGauges(ctx, registry);
  auditGauges(ctx, registry);
  eventGauges(ctx, registry);
  verificationGauges(ctx, registry);

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
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!(await mayRead(ctx, request))) return await sendError(reply, { reason: 'PERMISSION_DENIED' });
    return await reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** Prometheus stores floats: these figures are for graphs and alerts, and are never read back. */
function businessGauges(ctx: AppContext, registry: Registry): void {
  const gauge = sharedGauges(registry, async () => await summary(ctx));
  gauge(
    'paydesk_unexplained_usd',
    'Received amounts that are neither credited, in suspense, returned, a fee nor in flight; must be 0',
    (facts) => Number.parseFloat(facts.conservation.unexplainedUsd),
  );
  gauge('paydesk_liabilities_usd', 'Sum of all balances', (facts) => Number.parseFloat(facts.liabilitiesUsd));
  gauge('paydesk_held_usd', 'Sum held for open withdrawals', (facts) => Number.parseFloat(facts.heldUsd));
  gauge(
    'paydesk_withdrawals_to_review',
    'Withdrawals waiting for approval',
    (facts) => facts.withdrawalsToReview.count,
  );
  gauge(
    'paydesk_withdrawals_tampered',
    'Open withdrawals that differ from the request; must be 0',
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

/** Digits of a hash that a float stores exactly. */
const FINGERPRINT_DIGITS = 12;

/**
 * The head of the audit log's chain, stored outside the database: a count that falls, or a fingerprint that
 * changes while the count stays, means that the log was cut off or rebuilt.
 */
function auditGauges(ctx: AppContext, registry: Registry): void {
  const gauge = sharedGauges(registry, async () => await auditHead(ctx.knex));
  gauge(
    'paydesk_audit_sealed_entries',
    'Entries in the chain of the audit log; it never falls',
    ({ seq }) => seq,
  );
  gauge('paydesk_audit_head_fingerprint', 'The first 48 bits of the last entry’s hash', ({ hash }) =>
    Number.parseInt(hash.slice(0, FINGERPRINT_DIGITS) || '0', 16),
  );
  gauge(
    'paydesk_audit_unsealed_seconds',
    'Age of the oldest audit entry that is not in the chain yet; over a minute: no worker is running',
    ({ unsealedSeconds }) => unsealedSeconds,
  );
}

function verificationGauges(ctx: AppContext, registry: Registry): void {
  const gauge = sharedGauges(registry, async () => await lastVerification(ctx.knex));
  gauge(
    'paydesk_verified',
    'Whether the last nightly verification found everything in order; must be 1',
    (last) => (last === null || last.ok ? 1 : 0),
  );
  gauge(
    'paydesk_verification_age_seconds',
    'Age of the last nightly verification; 0 before the first',
    (last) => (last === null ? 0 : (Date.now() - last.finishedAt.getTime()) / 1000),
  );
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
