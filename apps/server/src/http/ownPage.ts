import type { FastifyRequest } from 'fastify';

/**
 * Whether a page of the desk itself sent this request. Browsers say so in `sec-fetch-site`, which no script
 * can forge; over plain http they do not, and the origin has to do.
 */
export function cameFromOwnPage(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return hasOwnOrigin(request, publicUrl);
}

/**
 * Whether a page of the desk sent this request, for deeds that a cookie allows (CSRF). Stricter: the origin
 * must be named in any case, and be the desk's public one; what a browser says of the site must not
 * contradict it.
 */
export function isOwnAction(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  return (site === undefined || site === 'same-origin') && hasOwnOrigin(request, publicUrl);
}

/**
 * Whether the body is what only a script of an allowed origin can send: forms and pings of other sites know
 * three other types.
 */
export function isJson(request: FastifyRequest): boolean {
  return /^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '');
}

function hasOwnOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const own = new URL(publicUrl);
  // A desk on plain http is on somebody's own machine or network, where it may go by several names; to the
  // world it has one.
  return origin === own.origin || (own.protocol === 'http:' && new URL(origin).host === request.host);
}
