import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { type Brand, withBrand } from '@paydesk/design';
import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context/appContext.ts';

/** The admin app at `/`. Files with a hash in their name may be cached forever, the page itself never. */
export async function spaRoutes(
  app: FastifyInstance,
  ctx: AppContext,
  dist: string,
  brand: Brand,
): Promise<void> {
  if (!existsSync(dist)) {
    ctx.log.warn('the admin app is not built: only the API is served');
    return;
  }
  servePage(app, dist, brand);
  await app.register(fastifyStatic, {
    root: dist,
    cacheControl: false,
    // The build wrote each file in its smallest form beside it.
    preCompressed: true,
    setHeaders(reply, path) {
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}

/** The build's page has the desk's own look already: only a page with another brand is served from here. */
function servePage(app: FastifyInstance, dist: string, brand: Brand): void {
  const { name, color, logo } = brand;
  if (name === null && color === null && logo === null) return;
  const page = withBrand(readFileSync(join(dist, 'index.html'), 'utf8'), brand);
  for (const path of ['/', '/index.html'])
    app.get(
      path,
      async (_request, reply) =>
        await reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
    );
}
