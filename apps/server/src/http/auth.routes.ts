import { ERROR_REASONS, type ErrorReason } from '@paydesk/types';
import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { auditSignIns } from '../signIn/auditSignIns.ts';
import { requireStaffAddress } from '../signIn/authenticate.ts';
import { CLIENT_ADDRESS_HEADER } from '../signIn/limitSignIn.ts';
import { isJson, originOf, requireOwnPage } from './requestChecks.ts';
import { errorBody, statusOf, type Failure } from './sendError.ts';

/** `/api/auth/*`: sign-in, second factor and sessions of staff, handled by better-auth. */
export function authRoutes(app: FastifyInstance, ctx: AppContext): void {
  const auditInBackground = backgroundAudit(app, ctx);
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    async handler(request, reply) {
      const refusal = refusalOf(ctx, request);
      if (refusal !== null) return await reply.code(statusOf(refusal.reason)).send(authError(refusal));
      const headers = fromNodeHeaders(request.headers);
      headers.set(CLIENT_ADDRESS_HEADER, request.ip);
      const url = new URL(request.url, ctx.settings.publicUrl);
      const body = request.method === 'POST' ? JSON.stringify(request.body ?? {}) : null;
      const recordResult = await auditSignIns(ctx, {
        path: url.pathname.slice('/api/auth'.length),
        headers,
        body: request.body,
        from: originOf(request),
      });
      const answer = await ctx.auth.handler(new Request(url, { method: request.method, headers, body }));
      logAttempt(ctx, request, url, answer.status);
      const text = await answer.text();
      const entry = recordResult({ status: answer.status, body: parseJson(text) });
      // A success is in the audit log before the response. A refusal does not wait for its entry: the delay
      // would reveal which accounts exist.
      if (answer.ok)
        await entry.catch((error: unknown) =>
          ctx.log.error({ err: error }, 'a sign-in could not be audited'),
        );
      else auditInBackground(entry);
      return await forward(answer, text, reply);
    },
  });
}

/** Audit entries that no request waits for; closing the server does. */
function backgroundAudit(app: FastifyInstance, ctx: AppContext): (entry: Promise<void>) => void {
  const pending = new Set<Promise<void>>();
  app.addHook('onClose', async () => void (await Promise.all(pending)));
  return (entry) => {
    const settled = entry
      .catch((error: unknown) => ctx.log.error({ err: error }, 'a refused sign-in could not be audited'))
      .finally(() => pending.delete(settled));
    pending.add(settled);
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Refuses addresses that staff may not use, and what another site's page could send (CSRF, sign-in included). */
function refusalOf(ctx: AppContext, request: FastifyRequest): DomainError | null {
  try {
    requireStaffAddress(ctx.settings.access.staffAllowedIps, request.ip);
    if (request.method === 'GET' || request.method === 'HEAD') return null;
    requireOwnPage(request, ctx.settings.publicUrl);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error;
  }
  return isJson(request)
    ? null
    : new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json');
}

/** Logs each attempt to sign in, never the e-mail address: it may be a password typed into the wrong field. */
function logAttempt(ctx: AppContext, request: FastifyRequest, url: URL, status: number): void {
  if (request.method === 'GET') return;
  const facts = { path: url.pathname, status, ip: request.ip, requestId: request.id };
  if (status < 400) ctx.log.info(facts, 'staff authentication');
  else ctx.log.warn(facts, 'staff authentication was refused');
}

async function forward(answer: Response, text: string, reply: FastifyReply): Promise<FastifyReply> {
  void reply.code(answer.status);
  const type = answer.headers.get('content-type');
  if (type !== null) void reply.header('content-type', type);
  const retryAfter = answer.headers.get('retry-after') ?? answer.headers.get('x-retry-after');
  if (retryAfter !== null) void reply.header('retry-after', retryAfter);
  for (const cookie of answer.headers.getSetCookie()) void reply.header('set-cookie', cookie);
  if (answer.ok || answer.status < 400) return await reply.send(withoutTokens(text));
  return await sendAuthError(reply, answer.status, parseJson(text));
}

/** The client of better-auth reads `code` and `message` at the top; `error` is the form of all other routes. */
async function sendAuthError(reply: FastifyReply, status: number, body: unknown): Promise<FastifyReply> {
  const { code, message } = authErrorFields.catch({}).parse(body);
  const reason = code !== undefined && isReason(code) ? code : reasonOfStatus(status);
  if (reason === 'DATABASE_UNAVAILABLE') void reply.header('retry-after', '5');
  return await reply
    .type('application/json; charset=utf-8')
    .send({ ...authError({ reason, message, status }), code: code ?? reason });
}

const authErrorFields = z.object({ code: z.string().optional(), message: z.string().optional() });

const isReason = (code: string): code is ErrorReason => Object.hasOwn(ERROR_REASONS, code);

function authError({ reason, message, status }: Failure) {
  const body = errorBody({ reason, message, status });
  return { code: reason, message: body.error.message, ...body };
}

function reasonOfStatus(status: number): ErrorReason {
  switch (status) {
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'PERMISSION_DENIED';
    case 404:
      return 'NOT_FOUND';
    case 429:
      return 'RATE_LIMITED';
    default:
      return status < 500 ? 'INVALID_INPUT' : 'INTERNAL';
  }
}

/** better-auth also returns the session token in its body; it belongs in the cookie, which scripts cannot read. */
function withoutTokens(body: string): string {
  if (!body.startsWith('{')) return body;
  return JSON.stringify(JSON.parse(body, (key, value: unknown) => (key === 'token' ? undefined : value)));
}
