import { MAX_BATCH_CALLS } from '@paydesk/types';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import type { HttpCall } from '../trpc/context.ts';
import { readExactBodies, refuseInexactQuery } from './exactBodies.ts';
import { createContext, logFailure, replayHeader, retryAfter } from './procedureCalls.ts';
import { isJson } from './requestChecks.ts';
import type { KnownCallers } from './requestLimits.ts';
import { appRouter, type AppRouter } from './router.ts';

interface TrpcRequest {
  Params: { path: string };
  Querystring: { batch?: unknown };
}

/** `/trpc`: one set of routers for staff (session cookie), apps (API key) and end users (user token). */
export async function trpcRoutes(
  app: FastifyInstance,
  ctx: AppContext,
  callers: KnownCallers,
): Promise<void> {
  await app.register((scope, _options, done) => {
    readExactBodies(scope);
    // tRPC would also accept forms and files, which pages of other sites can send.
    scope.addHook('onRequest', async (request) => {
      if (request.method === 'POST' && !isJson(request))
        throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'a mutation must be sent as application/json');
      if (request.method !== 'POST') refuseInexactQuery(request.url);
      const calls = callsOf(request as FastifyRequest<TrpcRequest>);
      if (calls > MAX_BATCH_CALLS)
        throw new DomainError(
          'BATCH_TOO_LARGE',
          `one request may contain ${MAX_BATCH_CALLS} calls, not ${calls}`,
        );
    });
    // tRPC sends a stream although it has the whole text: its length decides whether it is compressed.
    scope.addHook('onSend', async (_request, reply, payload) => {
      if (!(payload instanceof Response)) return payload;
      void reply.code(payload.status).headers(Object.fromEntries(payload.headers));
      return await payload.text();
    });
    scope.route<TrpcRequest>({
      method: ['GET', 'HEAD', 'POST'],
      url: '/trpc/:path',
      handler: async (request, reply) => await handle(ctx, callers, request, reply),
    });
    done();
  });
}

async function handle(
  ctx: AppContext,
  callers: KnownCallers,
  req: FastifyRequest<TrpcRequest>,
  res: FastifyReply,
): Promise<void> {
  const call = callOf(req);
  // tRPC answers HEAD without calling anything. Fastify leaves the body out.
  if (req.method === 'HEAD') req.raw.method = 'GET';
  await fastifyRequestHandler<AppRouter, FastifyRequest, FastifyReply>({
    router: appRouter,
    // A query whose input is too long for an address is sent as a POST.
    allowMethodOverride: true,
    req: req as FastifyRequest,
    res,
    path: req.params.path,
    createContext: async () =>
      await createContext(ctx, callers, { request: req as FastifyRequest, reply: res, call, cookies: true }),
    responseMeta: ({ errors }) => ({
      headers: new Headers({ ...retryAfter(errors), ...replayHeader(call) }),
    }),
    onError({ error, path, ctx: caller }) {
      logFailure(ctx, error, { path, principal: caller?.principal, request: req as FastifyRequest });
    },
  });
}

const callsOf = ({ params, query }: FastifyRequest<TrpcRequest>) =>
  query.batch === '1' ? params.path.split(',').length : 1;

function callOf(request: FastifyRequest<TrpcRequest>): HttpCall {
  const header = request.headers['idempotency-key'];
  return { idempotencyKey: header?.toString() ?? null, count: callsOf(request), replayed: new Set() };
}
