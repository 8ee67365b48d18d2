import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { auditSignIns } from '../signIn/auditSignIns.ts';
import { requireStaffAddress } from '../signIn/authenticate.ts';
import { CLIENT_ADDRESS_HEADER } from '../signIn/limitSignIn.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { isJson, isOwnAction } from './ownPage.ts';

/** `/api/auth/*`: sign-in, second factor and sessions of staff, answered by better-auth. */
export function authRoutes(app: FastifyInstance, ctx: AppContext): void {
  const audit = auditInBackground(app, ctx);
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    async handler(request, reply) {
      const refusal = refusalOf(ctx, request);
      if (refusal !== null)
        return await reply
          .code(refusal.status)
          .header('cache-control', 'no-store')
          .send({ code: refusal.code, message: refusal.message });
      const headers = fromNodeHeaders(request.headers);
      headers.set(CLIENT_ADDRESS_HEADER, request.ip);
      const url = new URL(request.url, ctx.settings.publicUrl);
      const body = request.method === 'POST' ? JSON.stringify(request.body ?? {}) : null;
      const from = {
        ipAddress: request.ip,
        requestId: request.id,
        userAgent: request.headers['user-agent'] ?? null,
      };
      const conclude = await auditSignIns(ctx, {
        path: url.pathname.slice('/api/auth'.length),
        headers,
        body: request.body,
        from,
      });
      const answer = await ctx.auth.handler(new Request(url, { method: request.method, headers, body }));
      note(ctx, request, url, answer.status);
      const bytes = Buffer.from(await answer.arrayBuffer());
      const entry = conclude({ status: answer.status, body: parsed(bytes) });
      // What was done is in the log before the answer. A refusal does not wait for it: how long it takes
      // would tell who is known here.
      if (answer.ok)
        await entry.catch((error: unknown) =>
          ctx.log.error({ err: error }, 'a sign-in could not be audited'),
        );
      else audit(entry);
      return await pass(answer, bytes, reply);
    },
  });
}

/** Entries that nobody waits for, except the desk when it closes. */
function auditInBackground(app: FastifyInstance, ctx: AppContext): (entry: Promise<void>) => void {
  const underWay = new Set<Promise<void>>();
  app.addHook('onClose', async () => void (await Promise.all(underWay)));
  return (entry) => {
    const settled = entry
      .catch((error: unknown) => ctx.log.error({ err: error }, 'a refused sign-in could not be audited'))
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

/**
 * Who comes from where staff may not be, and what a page of another site could have sent (CSRF, sign-in
 * included), does not get further.
 */
function refusalOf(
  ctx: AppContext,
  request: FastifyRequest,
): { status: number; code: string; message: string } | null {
  try {
    requireStaffAddress(ctx.settings.access.staffAllowedIps, request.ip);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { status: 403, code: error.reason, message: error.message };
  }
  if (request.method === 'GET') return null;
  if (!isOwnAction(request, ctx.settings.publicUrl))
    return {
      status: 403,
      code: 'PERMISSION_DENIED',
      message: 'This request did not come from the desk’s own pages',
    };
  if (!isJson(request))
    return { status: 415, code: 'INVALID_INPUT', message: 'The body must be application/json' };
  return null;
}

/**
 * Each try to come in, for whoever watches the log: never the name that was typed, which may be a password in
 * the wrong field.
 */
function note(ctx: AppContext, request: FastifyRequest, url: URL, status: number): void {
  if (request.method === 'GET') return;
  const facts = { path: url.pathname, status, ip: request.ip, requestId: request.id };
  if (status < 400) ctx.log.info(facts, 'staff authentication');
  else ctx.log.warn(facts, 'staff authentication was refused');
}

async function pass(answer: Response, bytes: Buffer, reply: FastifyReply): Promise<FastifyReply> {
  void reply.code(answer.status).header('cache-control', 'no-store');
  const type = answer.headers.get('content-type');
  if (type !== null) void reply.header('content-type', type);
  const retryAfter = answer.headers.get('retry-after') ?? answer.headers.get('x-retry-after');
  if (retryAfter !== null) void reply.header('retry-after', retryAfter);
  for (const cookie of answer.headers.getSetCookie()) void reply.header('set-cookie', cookie);
  return await reply.send(withoutTokens(bytes.toString()));
}

/**
 * better-auth names the session's token in its answers too; it belongs in the cookie, where no script can
 * read it.
 */
function withoutTokens(body: string): string {
  if (!body.startsWith('{')) return body;
  return JSON.stringify(JSON.parse(body, (key, value: unknown) => (key === 'token' ? undefined : value)));
}
