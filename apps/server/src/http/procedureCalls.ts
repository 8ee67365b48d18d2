import { ERROR_REASONS } from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { retryAfterSecondsOf } from '../auth/limitAttempts.ts';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { databaseAway } from '../db/databaseAway.ts';
import type { Context, HttpCall } from '../trpc/context.ts';
import { governance } from './governance.ts';
import { originOf, requireOwnPage } from './requestChecks.ts';
import type { KnownCallers } from './requestLimits.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';
import { appRouter } from './router.ts';

/**
 * What procedures receive, whether they are called by tRPC or by REST. `cookies: false` ignores sessions of staff.
 * @throws TRPCError when the caller's credentials are refused
 */
export async function createContext(
  ctx: AppContext,
  callers: KnownCallers,
  {
    request,
    reply,
    call,
    cookies,
  }: { request: FastifyRequest; reply: FastifyReply; call: HttpCall; cookies: boolean },
): Promise<Context> {
  try {
    const { principal, setCookie } = await resolvePrincipal(ctx, request, { cookies });
    callers.remember(request, principal);
    for (const cookie of setCookie ?? []) void reply.header('set-cookie', cookie);
    // The browser sends the session cookie with requests of other sites' pages too (CSRF).
    if (principal.kind === 'staff' && request.method !== 'GET')
      requireOwnPage(request, ctx.settings.publicUrl);
    return { principal, app: ctx, governance, origin: originOf(request), call, inputOf };
  } catch (error) {
    const refusal = error instanceof DomainError ? error : databaseAway(error);
    if (refusal === null) throw error;
    throw new TRPCError({ code: ERROR_REASONS[refusal.reason], message: refusal.message, cause: refusal });
  }
}

const schemas = new Map(
  Object.entries<{ _def: { inputs: unknown[] } }>(appRouter._def.procedures as never).flatMap(
    ([path, { _def }]) => (_def.inputs[0] instanceof z.ZodType ? [[path, _def.inputs[0]] as const] : []),
  ),
);

const inputOf = (path: string) => schemas.get(path);

/** `Retry-After` when a caller has to wait. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = Math.max(0, ...errors.map((error) => retryAfterSecondsOf(error.cause) ?? 0));
  return seconds > 0 ? { 'retry-after': String(seconds) } : {};
}

/** `true` when the call was a repeat. For a batch one word for each call, in their order: `false, true`. */
export function replayHeader({ count, replayed }: HttpCall): Record<string, string> {
  if (replayed.size === 0) return {};
  return {
    'idempotent-replayed': Array.from({ length: count }, (_, i) => String(replayed.has(i))).join(', '),
  };
}

/** Logs what operators watch for: unexpected errors, missing permissions, and too many attempts. */
export function logFailure(
  { log }: AppContext,
  error: TRPCError,
  {
    path,
    principal,
    request,
  }: { path: string | undefined; principal: Principal | undefined; request: FastifyRequest },
): void {
  const requestId = request.id;
  if (error.code === 'INTERNAL_SERVER_ERROR')
    log.error({ err: error.cause ?? error, path, requestId }, 'a procedure failed');
  if (LOGGED_REFUSALS.has(error.code)) {
    const reason = error.cause instanceof DomainError ? error.cause.reason : error.code;
    log.warn({ path, reason, actor: actorId(principal), ip: request.ip, requestId }, 'a caller was refused');
  }
}

const LOGGED_REFUSALS: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'TOO_MANY_REQUESTS']);

const actorId = (principal: Principal | undefined) =>
  principal === undefined || principal.kind === 'anonymous'
    ? 'anonymous'
    : `${principal.kind} ${principal.id}`;
