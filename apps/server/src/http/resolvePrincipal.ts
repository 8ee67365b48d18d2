import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyRequest } from 'fastify';
import { authenticate, type Authenticated } from '../signIn/authenticate.ts';
import type { AppContext } from '../context/appContext.ts';

/**
 * Who sends this request, from which address, by the one way that every door takes.
 * @throws DomainError as `authenticate` does
 */
export async function resolvePrincipal(
  ctx: AppContext,
  request: FastifyRequest,
  allowed: { cookies: boolean } = { cookies: true },
): Promise<Authenticated> {
  return await authenticate(
    {
      knex: ctx.knex,
      auth: ctx.auth,
      log: ctx.log,
      staffAllowedIps: ctx.settings.access.staffAllowedIps,
    },
    {
      authorization: request.headers.authorization,
      cookieHeaders: allowed.cookies ? fromNodeHeaders(request.headers) : new Headers(),
      address: request.ip,
    },
  );
}
