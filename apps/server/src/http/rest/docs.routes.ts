import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accentOf, PALETTES } from '@paydesk/design';
import type { FastifyInstance } from 'fastify';
import { FILES } from '../../base/files.ts';
import { compressedOnce } from '../compressAnswers.ts';
import { sendError } from '../sendError.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>Paydesk API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <style>
      body { margin: 0; }
      nav { display: flex; gap: 1.5rem; padding: 0.8rem 1.25rem; font: 1rem/1.5 system-ui, sans-serif;
        border-bottom: 1px solid ${PALETTES.light.divider}; }
      nav a { color: ${accentOf('light', null).accent}; }
    </style>
  </head>
  <body>
    <noscript>This page needs JavaScript. The description is at /api/v1/openapi.json.</noscript>
    <nav aria-label="Documentation"><a href="/docs/guide/">Guide</a><a href="/docs" aria-current="page">API reference</a></nav>
    <main id="reference"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** Everything is read from the desk itself: no validator, no configuration from the address. */
const START = `SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
  persistAuthorization: false,
  queryConfigEnabled: false,
  validatorUrl: null,
});
`;

/** Scripts only from the desk; the page sets styles of its elements itself. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The files of swagger-ui-dist that the page loads. */
export const REFERENCE_FILES = ['swagger-ui-bundle.js', 'swagger-ui.css'] as const;

const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };

/** `/docs`: the reference of the REST API, for people. Its files are read when the page is first asked for. */
export function docsRoutes(app: FastifyInstance): void {
  app.get('/docs', async (_request, reply) => {
    void reply
      .type('text/html; charset=utf-8')
      .headers({ 'cache-control': 'no-cache', 'content-security-policy': CONTENT_SECURITY_POLICY });
    return await reply.send(PAGE);
  });
  const files = new Map([
    ['start.js', compressedOnce(() => START)],
    ...REFERENCE_FILES.map((file) => [file, sendReferenceFile(file)] as const),
  ]);
  app.get<{ Params: { file: string } }>('/docs/:file', async (request, reply) => {
    const { file } = request.params;
    const sendFile = files.get(file);
    if (sendFile === undefined) return await sendError(reply, { reason: 'NOT_FOUND' });
    void reply
      .type(TYPES[file.endsWith('.css') ? 'css' : 'js'])
      .header('cache-control', 'public, max-age=3600');
    return await sendFile(request, reply);
  });
}

/** `pnpm build` has compressed it; the package itself has only the plain file. */
function sendReferenceFile(file: string): ReturnType<typeof compressedOnce> {
  const path = () => join(FILES.referencePages(), file);
  return compressedOnce(
    () => readFileSync(path()),
    () => (existsSync(`${path()}.gz`) ? readFileSync(`${path()}.gz`) : null),
  );
}
