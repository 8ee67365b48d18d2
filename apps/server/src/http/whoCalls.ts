import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyRequest } from 'fastify';
import { authenticate, type Authenticated } from '../auth/authenticate.ts';
import type { Desk } from '../desk/desk.ts';

/**
 * Who sends this request, from which address, by the one way that every door takes.
 * @throws DomainError as `authenticate` does
 */
export async function whoCalls(
  desk: Desk,
  request: FastifyRequest,
  allowed: { cookies: boolean } = { cookies: true },
): Promise<Authenticated> {
  return await authenticate(
    {
      knex: desk.knex,
      auth: desk.auth,
      log: desk.log,
      staffAllowedIps: desk.settings.access.staffAllowedIps,
    },
    {
      authorization: request.headers.authorization,
      cookieHeaders: allowed.cookies ? fromNodeHeaders(request.headers) : new Headers(),
      address: request.ip,
    },
  );
}
