import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Only these accept user tokens; the routes of cookies and payers are never opened to other origins. */
const OPEN_PATHS = /^\/(trpc|api\/v1)\//;

const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const ALLOWED_HEADERS = 'authorization, content-type, idempotency-key, last-event-id, x-request-id';
const EXPOSED_HEADERS =
  'idempotent-replayed, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id';
/** Browsers remember the answer to a preflight for this long. */
export const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of `ALLOWED_ORIGINS` read answers to user tokens (CORS). Never with credentials, so that a cookie of the
 * desk is of no use to another site; an API key does not belong in a browser and opens nothing.
 */
export function allowCrossOrigin(app: FastifyInstance, allowedOrigins: readonly string[]): void {
  if (allowedOrigins.length === 0) return;
  const allowed = new Set(allowedOrigins);
  app.addHook('onRequest', async (request, reply) => {
    if (!OPEN_PATHS.test(request.url)) return undefined;
    void reply.header('vary', 'origin');
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return undefined;
    if (isPreflight(request)) return await answerPreflight(reply, origin);
    if (hasUserToken(request))
      void reply.headers({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': EXPOSED_HEADERS,
      });
    return undefined;
  });
}

const isPreflight = ({ method, headers }: FastifyRequest) =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

const hasUserToken = ({ headers }: FastifyRequest) => /^bearer +ut_/i.test(headers.authorization ?? '');

async function answerPreflight(reply: FastifyReply, origin: string): Promise<FastifyReply> {
  return await reply
    .code(204)
    .headers({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': ALLOWED_METHODS,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    })
    .send();
}
