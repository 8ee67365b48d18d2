import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Controls } from '../controls.ts';
import type { Core } from '../core.ts';
import { parseExactJson } from '../json/exactJson.ts';
import { errorEnvelope, InvalidRequest, ProviderError } from '../refusals/providerError.ts';
import { providerRoutes } from './provider.routes.ts';
import { simRoutes } from './sim.routes.ts';

const BODY_LIMIT_BYTES = 256 * 1024;

/** The HTTP face: the provider's API under /v1, the controls under /__sim. */
export const buildApp = (core: Core, controls: Controls): FastifyInstance => {
  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true, logger: false });

  // Bodies keep their numbers' digits; answers need no counterpart, as JSON.stringify writes number tokens by
  // itself.
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

  void app.register(async (v1) => providerRoutes(v1, core), { prefix: '/v1' });
  void app.register(async (sim) => simRoutes(sim, core, controls), { prefix: '/__sim' });
  return app;
};

/**
 * What the web server itself refuses (too large, wrong content type) is the caller's fault; the rest is ours.
 */
const asProviderError = (error: FastifyError): ProviderError => {
  const statusCode = error.statusCode ?? 500;
  return statusCode < 500
    ? new ProviderError(statusCode, 'INVALID_REQUEST_PARAMS', error.message)
    : new ProviderError(500, 'INTERNAL_ERROR', error.message);
};
