import { TRPCError } from '@trpc/server';
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticate } from '../auth/authenticate.ts';
import { DomainError } from '../base/domainError.ts';
import type { Desk } from '../desk/desk.ts';
import type { Context } from '../trpc/context.ts';
import { appRouter, type AppRouter } from './router.ts';

/** `/trpc`: one set of routers for staff (session cookie), apps (API key) and end users (user token). */
export async function trpcRoutes(app: FastifyInstance, desk: Desk): Promise<void> {
  const options: FastifyTRPCPluginOptions<AppRouter> = {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: async ({ req, res }) => await createContext(desk, req, res),
      onError({ error, path }) {
        if (error.code === 'INTERNAL_SERVER_ERROR') desk.log.error({ err: error.cause ?? error, path }, 'a procedure failed');
      },
    },
  };
  await app.register(fastifyTRPCPlugin, options);
}

async function createContext(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<Context> {
  try {
    const { principal, setCookie } = await authenticate({ knex: desk.knex, auth: desk.auth, log: desk.log }, {
      authorization: request.headers.authorization, cookieHeaders: fromNodeHeaders(request.headers),
    });
    for (const cookie of setCookie ?? []) void reply.header('set-cookie', cookie);
    if (principal.kind === 'staff' && request.method !== 'GET') refuseForeignPage(desk, request);
    return { principal, desk, request: { id: request.id, ipAddress: request.ip } };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new TRPCError({ code: error.reason === 'UNAUTHENTICATED' ? 'UNAUTHORIZED' : 'FORBIDDEN', message: error.message, cause: error });
  }
}

/** A browser sends the session cookie whoever asks; the page that asks must be the desk's own (CSRF). */
function refuseForeignPage(desk: Desk, request: FastifyRequest): void {
  const origin = request.headers.origin;
  const own = origin !== undefined && (origin === new URL(desk.settings.publicUrl).origin || hostOf(origin) === request.host);
  if (!own) throw new DomainError('PERMISSION_DENIED', 'this request did not come from the desk’s own pages');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
