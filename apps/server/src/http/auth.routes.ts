import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyInstance } from 'fastify';
import { CLIENT_ADDRESS_HEADER } from '../auth/createAuth.ts';
import type { Desk } from '../desk/desk.ts';

/** `/api/auth/*`: sign-in, second factor and sessions of staff, answered by better-auth. */
export function authRoutes(app: FastifyInstance, desk: Desk): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    async handler(request, reply) {
      const headers = fromNodeHeaders(request.headers);
      headers.set(CLIENT_ADDRESS_HEADER, request.ip);
      const url = new URL(request.url, desk.settings.publicUrl);
      const body = request.method === 'POST' ? JSON.stringify(request.body ?? {}) : null;
      const answer = await desk.auth.handler(new Request(url, { method: request.method, headers, body }));
      void reply.code(answer.status).header('cache-control', 'no-store');
      const type = answer.headers.get('content-type');
      if (type !== null) void reply.header('content-type', type);
      const retryAfter = answer.headers.get('x-retry-after');
      if (retryAfter !== null) void reply.header('retry-after', retryAfter);
      for (const cookie of answer.headers.getSetCookie()) void reply.header('set-cookie', cookie);
      return await reply.send(Buffer.from(await answer.arrayBuffer()));
    },
  });
}
