import type { FastifyRequest } from 'fastify';
import type { RequestOrigin } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';

/** Where a request comes from, for the audit log. */
export const originOf = (request: FastifyRequest): RequestOrigin => ({
  ipAddress: request.ip,
  requestId: request.id,
  userAgent: request.headers['user-agent'] ?? null,
});

/**
 * Checks that one of the desk's own pages sent this request: for actions that a cookie authorises (CSRF). The
 * `origin` must be present and be the desk's public one, and `sec-fetch-site` must not contradict it.
 * @throws DomainError `PERMISSION_DENIED`
 */
export function requireOwnPage(request: FastifyRequest, publicUrl: string): void {
  const site = request.headers['sec-fetch-site'];
  if ((site !== undefined && site !== 'same-origin') || !hasOwnOrigin(request, publicUrl))
    throw new DomainError('PERMISSION_DENIED', 'This request did not come from the desk’s own pages');
}

/**
 * Whether one of the desk's own pages sent this request. Less strict: browsers send `sec-fetch-site`, which no
 * script can forge; over plain http they do not, and the origin is checked instead.
 */
export function cameFromOwnPage(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return hasOwnOrigin(request, publicUrl);
}

/** Whether the body is JSON, which forms and beacons of other sites cannot send. */
export function isJson(request: FastifyRequest): boolean {
  return /^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '');
}

function hasOwnOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const own = new URL(publicUrl);
  // A desk on plain http runs on a private machine or network, where it may have several names.
  return origin === own.origin || (own.protocol === 'http:' && new URL(origin).host === request.host);
}
