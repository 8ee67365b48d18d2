import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './sendError.ts';
import { sendOtherMethods } from './uniformErrors.ts';

/** Scripts and styles only from the desk's own files, and none within the page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Shown while nothing is built; the rest of the desk works without it. */
const NOT_BUILT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>The guide is not built</title><link rel="icon" href="data:,"></head>
<body><h1>The guide is not built</h1>
<p><code>npx -y pnpm@12 guide</code> builds it, and so does every start of the desk by <code>npx -y pnpm@12 start</code>.
Its texts are in <code>docs/integrate</code> of the repository. The <a href="/docs">API reference</a> is here.</p></body>
</html>
`;

/** `/docs/guide/`: the guide for integrators. It may be built, or built again, while the server runs. */
export async function guideRoutes(app: FastifyInstance, dist: string): Promise<void> {
  app.get('/docs/guide', async (_request, reply) => await reply.redirect('/docs/guide/', 308));
  await app.register(
    async (guide) => {
      guide.addHook('onRequest', (_request, reply, done) => {
        void reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
        done();
      });
      guide.setNotFoundHandler(
        { preHandler: app.rateLimit() },
        async (request, reply) => await sendNotFound(request, reply, dist),
      );
      await guide.register(fastifyStatic, {
        root: dist,
        decorateReply: false,
        preCompressed: true,
        cacheControl: false,
        setHeaders(reply, path) {
          void reply.header(
            'cache-control',
            path.startsWith(join(dist, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache',
          );
        },
      });
    },
    { prefix: '/docs/guide/' },
  );
}

/** A page for people, the usual JSON for programs. */
async function sendNotFound(
  request: FastifyRequest,
  reply: FastifyReply,
  dist: string,
): Promise<FastifyReply> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return await sendOtherMethods(request, reply, ['GET', 'HEAD', 'OPTIONS']);
  const wantsPage = /\btext\/html\b/.test(String(request.headers.accept ?? ''));
  if (!wantsPage) return await sendError(reply, { reason: 'NOT_FOUND' });
  const page = join(dist, '404.html');
  void reply.code(404).type('text/html; charset=utf-8');
  return await reply.send(existsSync(page) ? await readFile(page) : NOT_BUILT);
}
