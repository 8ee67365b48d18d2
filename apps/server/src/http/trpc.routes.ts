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
import { isJson, isOwnAction } from './ownPage.ts';
import { appRouter, type AppRouter } from './router.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';

/** `/trpc`: one set of routers for staff (session cookie), apps (API key) and end users (user token). */
export async function trpcRoutes(app: FastifyInstance, ctx: AppContext): Promise<void> {
  const options: FastifyTRPCPluginOptions<AppRouter> = {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: async ({ req, res }) => await createContext(ctx, req, res),
      responseMeta({ errors }) {
        const seconds = Math.max(0, ...errors.map((error) => retryAfterSecondsOf(error.cause) ?? 0));
        return seconds > 0 ? { headers: new Headers({ 'retry-after': String(seconds) }) } : {};
      },
      onError({ error, path, ctx: caller, req }) {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          ctx.log.error({ err: error.cause ?? error, path }, 'a procedure failed');
        if (REFUSALS.has(error.code)) {
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
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'GET' || isJson(request)) return undefined;
      return await reply.code(415).send({
        error: {
          message: NOT_JSON.message,
          code: NOT_JSON.number,
          data: {
            code: NOT_JSON.code,
            httpStatus: 415,
            reason: 'INVALID_INPUT',
            details: null,
            zodError: null,
          },
        },
      });
    });
    await scope.register(fastifyTRPCPlugin, options);
  });
}

/** What somebody tried who may not, or too often: for whoever watches the log. */
const REFUSALS: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'TOO_MANY_REQUESTS']);

const actorId = (principal: Principal | undefined) =>
  principal === undefined || principal.kind === 'anonymous' ? 'nobody' : `${principal.kind} ${principal.id}`;

/**
 * Deeds come as JSON, which a form of another site cannot send. tRPC would take forms and files too, and
 * stumbles over some of them here.
 */
const NOT_JSON = {
  message: 'a deed comes as application/json',
  code: 'UNSUPPORTED_MEDIA_TYPE',
  number: TRPC_ERROR_CODES_BY_KEY.UNSUPPORTED_MEDIA_TYPE,
};

async function createContext(
  ctx: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Context> {
  try {
    const { principal, setCookie } = await resolvePrincipal(ctx, request);
    for (const cookie of setCookie ?? []) void reply.header('set-cookie', cookie);
    if (principal.kind === 'staff' && request.method !== 'GET') refuseForeignPage(ctx, request);
    return {
      principal,
      app: ctx,
      request: { id: request.id, ipAddress: request.ip, userAgent: request.headers['user-agent'] ?? null },
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new TRPCError({ code: ERROR_REASONS[error.reason], message: error.message, cause: error });
  }
}

/** A browser sends the session cookie whoever asks; the page that asks must be the desk's own (CSRF). */
function refuseForeignPage(ctx: AppContext, request: FastifyRequest): void {
  if (!isOwnAction(request, ctx.settings.publicUrl))
    throw new DomainError('PERMISSION_DENIED', 'this request did not come from the desk’s own pages');
}
