import { ERROR_REASONS } from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { retryAfterSecondsOf } from '../auth/limitAttempts.ts';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Context } from '../trpc/context.ts';
import { isJson, originOf, requireOwnPage } from './requestChecks.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';
import { governance } from './governance.ts';
import { appRouter, type AppRouter } from './router.ts';

/** `/trpc`: one set of routers for staff (session cookie), apps (API key) and end users (user token). */
export async function trpcRoutes(app: FastifyInstance, ctx: AppContext): Promise<void> {
  const options: FastifyTRPCPluginOptions<AppRouter> = {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      // A query whose input is too long for an address is sent as a POST.
      allowMethodOverride: true,
      createContext: async ({ req, res }) => await createContext(ctx, req, res),
      responseMeta({ errors }) {
        const seconds = Math.max(0, ...errors.map((error) => retryAfterSecondsOf(error.cause) ?? 0));
        return seconds > 0 ? { headers: new Headers({ 'retry-after': String(seconds) }) } : {};
      },
      onError({ error, path, ctx: caller, req }) {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          ctx.log.error({ err: error.cause ?? error, path }, 'a procedure failed');
        if (LOGGED_REFUSALS.has(error.code)) {
          const reason = error.cause instanceof DomainError ? error.cause.reason : error.code;
          ctx.log.warn(
            { path, reason, actor: actorId(caller?.principal), ip: req.ip, requestId: req.id },
            'a caller was refused',
          );
        }
      },
    },
  };
  await app.register(async (scope) => {
    // tRPC would also accept forms and files, which pages of other sites can send.
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'GET' || isJson(request)) return undefined;
      return await reply.code(415).send({ error: NOT_JSON });
    });
    await scope.register(fastifyTRPCPlugin, options);
  });
}

/** Refusals that operators watch for: missing permissions, and too many attempts. */
const LOGGED_REFUSALS: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'TOO_MANY_REQUESTS']);

const actorId = (principal: Principal | undefined) =>
  principal === undefined || principal.kind === 'anonymous'
    ? 'anonymous'
    : `${principal.kind} ${principal.id}`;

const NOT_JSON = {
  message: 'a mutation must be sent as application/json',
  code: TRPC_ERROR_CODES_BY_KEY.UNSUPPORTED_MEDIA_TYPE,
  data: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    httpStatus: 415,
    reason: 'INVALID_INPUT',
    details: null,
    zodError: null,
  },
};

async function createContext(
  ctx: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Context> {
  try {
    const { principal, setCookie } = await resolvePrincipal(ctx, request);
    for (const cookie of setCookie ?? []) void reply.header('set-cookie', cookie);
    // The browser sends the session cookie with requests of other sites' pages too (CSRF).
    if (principal.kind === 'staff' && request.method !== 'GET')
      requireOwnPage(request, ctx.settings.publicUrl);
    return { principal, app: ctx, governance, origin: originOf(request) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new TRPCError({ code: ERROR_REASONS[error.reason], message: error.message, cause: error });
  }
}
