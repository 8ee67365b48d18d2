import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context/appContext.ts';

/** The folder with the build of the admin app. */
export const ADMIN_DIST = resolve(import.meta.dirname, '../../../admin/dist');

/** The admin app at `/`. Files with a hash in their name may be cached forever, the page itself never. */
export async function spaRoutes(app: FastifyInstance, ctx: AppContext, dist: string): Promise<void> {
  if (!existsSync(dist)) {
    ctx.log.warn('the admin app is not built: only the API is served');
    return;
  }
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
