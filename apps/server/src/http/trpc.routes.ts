import { MAX_BATCH_CALLS } from '@paydesk/types';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import type { HttpCall } from '../trpc/context.ts';
import { answerCalls } from './answerCalls.ts';
import { readExactBodies, refuseInexactQuery } from './exactBodies.ts';
import { createContext, logFailure, replayHeader, retryAfter } from './procedureCalls.ts';
import { isJson } from './requestChecks.ts';
import type { KnownCallers } from './requestLimits.ts';
import { appRouter, type AppRouter } from './router.ts';

interface TrpcRequest {
  Params: { path: string };
  Querystring: { batch?: unknown; input?: unknown };
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
    scope.addHook('onRequest', (request, _reply, next) => {
      next(refusalOf(request as FastifyRequest<TrpcRequest>));
    });
    // tRPC sends a stream although it has the whole text: its length decides whether it is compressed.
    scope.addHook('onSend', (_request, reply, payload, next) => {
      if (!(payload instanceof Response)) return next(null, payload);
      void reply.code(payload.status).headers(Object.fromEntries(payload.headers));
      payload.text().then((text) => next(null, text), next);
    });
    scope.route<TrpcRequest>({
      method: ['GET', 'HEAD', 'POST'],
      url: '/trpc/:path',
      handler: async (request, reply) =>
        wantsLines(request)
          ? await answerLines(ctx, callers, request, reply)
          : await answer(ctx, callers, request, reply),
    });
    done();
  });
}

function refusalOf(request: FastifyRequest<TrpcRequest>): Error | undefined {
  try {
    if (request.method !== 'POST') refuseInexactQuery(request.url);
    else if (!isJson(request))
      throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'a mutation must be sent as application/json');
    const { length } = pathsOf(request);
    if (length > MAX_BATCH_CALLS)
      throw new DomainError(
        'BATCH_TOO_LARGE',
        `one request may contain ${MAX_BATCH_CALLS} calls, not ${length}`,
      );
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function answer(
  ctx: AppContext,
  callers: KnownCallers,
  request: FastifyRequest<TrpcRequest>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const call = callOf(request);
  const { input } = request.query;
  return await answerCalls(ctx, reply, {
    request: request as FastifyRequest,
    paths: pathsOf(request),
    isBatch: isBatch(request),
    isPost: request.method === 'POST',
    // Fastify reads a parameter that is repeated as a list; the first one counts.
    inputs: request.method === 'POST' ? request.body : Array.isArray(input) ? input[0] : input,
    call,
    createContext: async () =>
      await createContext(ctx, callers, { request: request as FastifyRequest, reply, call, cookies: true }),
  });
}

/** Whether the client wants each answer of a batch as soon as there is one, a line each. */
function wantsLines({ headers }: FastifyRequest<TrpcRequest>): boolean {
  const lines = 'application/jsonl';
  return headers['trpc-accept'] === lines || (headers.accept?.includes(lines) ?? false);
}

/** By tRPC's own handler, whose `Request` and `Response` of the Fetch API cost a charge a tenth of its time. */
async function answerLines(
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
    maxBatchSize: MAX_BATCH_CALLS,
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

/** As tRPC reads it: the first value of a parameter that is repeated counts. */
function isBatch({ query: { batch } }: FastifyRequest<TrpcRequest>): boolean {
  return (Array.isArray(batch) ? batch[0] : batch) === '1';
}

function pathsOf(request: FastifyRequest<TrpcRequest>): string[] {
  const { path } = request.params;
  return isBatch(request) ? path.split(',') : [path];
}

function callOf(request: FastifyRequest<TrpcRequest>): HttpCall {
  const header = request.headers['idempotency-key'];
  return {
    idempotencyKey: header?.toString() ?? null,
    count: pathsOf(request).length,
    replayed: new Set(),
  };
}
