import { inviteAcceptInput, inviteTokenInput, type ErrorReason } from '@paydesk/types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireStaffAddress } from '../signIn/authenticate.ts';
import { callerNetwork } from '../base/networkAddress.ts';
import { limitAttempts, retryAfterSecondsOf, type AttemptLimit } from '../auth/limitAttempts.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { acceptInvite } from '../staff/acceptInvite.ts';
import { findOpenInvite } from '../staff/inviteLinks.ts';
import { isJson, isOwnAction } from './ownPage.ts';

/**
 * A link is opened and used once or twice; its word cannot be guessed, so this only keeps the desk from being
 * kept busy.
 */
const TRIES: AttemptLimit = { max: 30, windowSeconds: 600 };

const STATUS: Partial<Record<ErrorReason, number>> = {
  INVITE_INVALID: 410,
  EMAIL_TAKEN: 409,
  RATE_LIMITED: 429,
  ADDRESS_NOT_ALLOWED: 403,
  PERMISSION_DENIED: 403,
};

/**
 * `/api/invites/*`: what a person does who holds a link and is not signed in. The word comes in the body,
 * never in an address.
 */
export function inviteRoutes(app: FastifyInstance, ctx: AppContext): void {
  app.post(
    '/api/invites/look',
    async (request, reply) =>
      await answer(ctx, request, reply, inviteTokenInput, async ({ token }) => {
        const { kind, email, name, role, expiresAt } = await findOpenInvite(ctx.knex, token, ctx.clock.now());
        return { kind, email, name, role, expiresAt: expiresAt.toISOString() };
      }),
  );
  app.post(
    '/api/invites/accept',
    async (request, reply) =>
      await answer(ctx, request, reply, inviteAcceptInput, async (input) => {
        const from = {
          ipAddress: request.ip,
          requestId: request.id,
          userAgent: request.headers['user-agent'] ?? null,
        };
        return { email: (await acceptInvite(ctx, from, input)).email };
      }),
  );
}

async function answer<S extends z.ZodType>(
  ctx: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  schema: S,
  work: (input: z.output<S>) => Promise<object>,
): Promise<FastifyReply> {
  void reply.header('cache-control', 'no-store');
  try {
    if (!isOwnAction(request, ctx.settings.publicUrl) || !isJson(request))
      throw new DomainError('PERMISSION_DENIED', 'This request did not come from the desk’s own pages');
    requireStaffAddress(ctx.settings.access.staffAllowedIps, request.ip);
    await limitAttempts(ctx.knex, 'invite', callerNetwork(request.ip), TRIES);
    const input = schema.safeParse(request.body);
    if (!input.success)
      return await reply.code(400).send({
        reason: 'INVALID_INPUT',
        message: input.error.issues[0]?.message ?? 'The input is not valid',
      });
    return await reply.send(await work(input.data));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const retryAfter = retryAfterSecondsOf(error);
    if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
    return await reply
      .code(STATUS[error.reason] ?? 400)
      .send({ reason: error.reason, message: error.message });
  }
}
