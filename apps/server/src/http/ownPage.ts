import type { FastifyRequest } from 'fastify';

/**
 * Whether a page of the desk itself sent this request. Browsers say so in `sec-fetch-site`, which no script can forge; over plain http they
 * do not, and the origin has to do.
 */
export function cameFromOwnPage(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  return origin !== undefined && URL.canParse(origin) && (origin === new URL(publicUrl).origin || new URL(origin).host === request.host);
}
