import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyRequest } from 'fastify';
import { authenticate, type Authenticated } from '../signIn/authenticate.ts';
import { rolesThatMustEnrol } from '../stepUp/secondFactorDemand.ts';
import type { AppContext } from '../context/appContext.ts';

/**
 * The principal of a request, the same way for every endpoint. `cookies: false` ignores sessions;
 * `extendsSession: false` is for what a browser does without its person.
 * @throws DomainError as `authenticate`
 */
export async function resolvePrincipal(
  ctx: AppContext,
  request: FastifyRequest,
  allowed: { cookies: boolean; extendsSession?: boolean } = { cookies: true },
): Promise<Authenticated> {
  return await authenticate(
    {
      knex: ctx.knex,
      auth: ctx.auth,
      log: ctx.log,
      staffAllowedIps: ctx.settings.access.staffAllowedIps,
      rolesThatMustEnrol: rolesThatMustEnrol(ctx.settings),
    },
    {
      authorization: request.headers.authorization,
      cookieHeaders: allowed.cookies ? fromNodeHeaders(request.headers) : new Headers(),
      address: request.ip,
      extendsSession: allowed.extendsSession ?? true,
    },
  );
}
