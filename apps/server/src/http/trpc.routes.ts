import { ERROR_REASONS, MAX_BATCH_CALLS } from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { retryAfterSecondsOf } from '../auth/limitAttempts.ts';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { databaseAway } from '../db/databaseAway.ts';
import type { Context, HttpCall } from '../trpc/context.ts';
import { readExactBodies, refuseInexactQuery } from './exactBodies.ts';
import { isJson, originOf, requireOwnPage } from './requestChecks.ts';
import type { KnownCallers } from './requestLimits.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';
import { governance } from './governance.ts';
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
      await createContext(ctx, callers, { request: req as FastifyRequest, reply: res, call }),
    responseMeta: ({ errors }) => ({
      headers: new Headers({ ...retryAfter(errors), ...replayHeader(call) }),
    }),
    onError({ error, path, ctx: caller }) {
      if (error.code === 'INTERNAL_SERVER_ERROR')
        ctx.log.error({ err: error.cause ?? error, path, requestId: req.id }, 'a procedure failed');
      if (LOGGED_REFUSALS.has(error.code)) {
        const reason = error.cause instanceof DomainError ? error.cause.reason : error.code;
        ctx.log.warn(
          { path, reason, actor: actorId(caller?.principal), ip: req.ip, requestId: req.id },
          'a caller was refused',
        );
      }
    },
  });
}

const callsOf = ({ params, query }: FastifyRequest<TrpcRequest>) =>
  query.batch === '1' ? params.path.split(',').length : 1;

function callOf(request: FastifyRequest<TrpcRequest>): HttpCall {
  const header = request.headers['idempotency-key'];
  return { idempotencyKey: header?.toString() ?? null, count: callsOf(request), replayed: new Set() };
}

function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = Math.max(0, ...errors.map((error) => retryAfterSecondsOf(error.cause) ?? 0));
  return seconds > 0 ? { 'retry-after': String(seconds) } : {};
}

/** `true` when the call was a repeat. For a batch one word for each call, in their order: `false, true`. */
function replayHeader({ count, replayed }: HttpCall): Record<string, string> {
  if (replayed.size === 0) return {};
  return {
    'idempotent-replayed': Array.from({ length: count }, (_, i) => String(replayed.has(i))).join(', '),
  };
}

const schemas = new Map(
  Object.entries<{ _def: { inputs: unknown[] } }>(appRouter._def.procedures as never).flatMap(
    ([path, { _def }]) => (_def.inputs[0] instanceof z.ZodType ? [[path, _def.inputs[0]] as const] : []),
  ),
);

const inputOf = (path: string) => schemas.get(path);

/** Refusals that operators watch for: missing permissions, and too many attempts. */
const LOGGED_REFUSALS: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'TOO_MANY_REQUESTS']);

const actorId = (principal: Principal | undefined) =>
  principal === undefined || principal.kind === 'anonymous'
    ? 'anonymous'
    : `${principal.kind} ${principal.id}`;

async function createContext(
  ctx: AppContext,
  callers: KnownCallers,
  { request, reply, call }: { request: FastifyRequest; reply: FastifyReply; call: HttpCall },
): Promise<Context> {
  try {
    const { principal, setCookie } = await resolvePrincipal(ctx, request);
    callers.remember(request.headers.authorization, principal);
    for (const cookie of setCookie ?? []) void reply.header('set-cookie', cookie);
    // The browser sends the session cookie with requests of other sites' pages too (CSRF).
    if (principal.kind === 'staff' && request.method !== 'GET')
      requireOwnPage(request, ctx.settings.publicUrl);
    return { principal, app: ctx, governance, origin: originOf(request), call, inputOf };
  } catch (error) {
    const refusal = error instanceof DomainError ? error : databaseAway(error);
    if (refusal === null) throw error;
    throw new TRPCError({ code: ERROR_REASONS[refusal.reason], message: refusal.message, cause: refusal });
  }
}
