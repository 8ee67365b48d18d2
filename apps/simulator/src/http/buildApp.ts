import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Controls } from '../controls.ts';
import type { SimulatorContext } from '../context.ts';
import { parseExactJson } from '../json/exactJson.ts';
import { errorEnvelope, InvalidRequest, ProviderError } from '../errors/providerError.ts';
import { providerRoutes } from './provider.routes.ts';
import { simRoutes } from './sim.routes.ts';

const BODY_LIMIT_BYTES = 256 * 1024;

/** The HTTP server: the provider's API under /v1, the controls under /__sim. */
export const buildApp = (ctx: SimulatorContext, controls: Controls): FastifyInstance => {
  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true, logger: false });

  // Bodies keep their numbers' digits. Answers need no counterpart: JSON.stringify writes number tokens.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseExactJson(body as string));
    } catch {
      done(new InvalidRequest('Request body must be valid JSON'));
    }
  });

  app.setErrorHandler((error: FastifyError | ProviderError, _request, reply) => {
    const known = error instanceof ProviderError ? error : asProviderError(error);
    return reply.code(known.statusCode).send(errorEnvelope(known));
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(
      errorEnvelope({
        statusCode: 404,
        code: 'NOT_FOUND',
        message: `Cannot ${request.method} ${request.url.split('?')[0]}`,
      }),
    ),
  );

  void app.register(async (v1) => providerRoutes(v1, ctx), { prefix: '/v1' });
  void app.register(async (sim) => simRoutes(sim, ctx, controls), { prefix: '/__sim' });
  return app;
};

/**
 * Errors of the web server (body too large, wrong content type) are the caller's; all others are internal.
 */
const asProviderError = (error: FastifyError): ProviderError => {
  const statusCode = error.statusCode ?? 500;
  return statusCode < 500
    ? new ProviderError(statusCode, 'INVALID_REQUEST_PARAMS', error.message)
    : new ProviderError(500, 'INTERNAL_ERROR', error.message);
};
