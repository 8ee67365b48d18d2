import type { Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTracing, markFailed, startRequestSpan, withRequest } from '../base/tracing.ts';

/** Probes and scrapes come every few seconds and mean nothing. */
const LEFT_OUT = /^\/(?:health|metrics)(?:\/|$)/;

/**
 * A span for each request, named after its route: an address has ids and tokens in it. Without tracing the server gets no
 * hook.
 */
export function traceRequests(app: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'no route';
    if (LEFT_OUT.test(route)) return done();
    const span = startRequestSpan(`${request.method} ${route}`, {
      traceparent: request.headers['traceparent'],
      attributes: { 'http.request.method': request.method, 'http.route': route },
    });
    if (span === null) return done();
    spans.set(request, span);
    // Streams end with their connection, and some of them without Fastify.
    reply.raw.once('close', () => {
      const { statusCode } = reply.raw;
      span.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) markFailed(span, String(statusCode));
      span.end();
    });
    withRequest({ span, requestId: request.id }, done);
  });
  // A body arrives in events of its connection, which are no part of the request.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else withRequest({ span, requestId: request.id }, done);
  });
}
