import { inviteAcceptInput, inviteTokenInput } from '@paydesk/types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type AttemptLimit, limitAttempts } from '../auth/limitAttempts.ts';
import { DomainError } from '../base/domainError.ts';
import { callerNetwork } from '../base/networkAddress.ts';
import type { AppContext } from '../context/appContext.ts';
import { requireStaffAddress } from '../signIn/authenticate.ts';
import { acceptInvite } from '../staff/acceptInvite.ts';
import { findOpenInvite } from '../staff/inviteLinks.ts';
import { isJson, originOf, requireOwnPage } from './requestChecks.ts';
import { sendDomainError, sendError } from './sendError.ts';

/** A link is used once or twice and cannot be guessed: this only limits the load. */
const LIMIT: AttemptLimit = { max: 30, windowSeconds: 600 };

/** `/api/invites/*`: for a person who has an invite link and is not signed in. The token is in the body. */
export function inviteRoutes(app: FastifyInstance, ctx: AppContext): void {
  app.post(
    '/api/invites/read',
    async (request, reply) =>
      await handle(ctx, request, reply, inviteTokenInput, async ({ token }) => {
        const { kind, email, name, role, expiresAt } = await findOpenInvite(ctx.knex, token, ctx.clock.now());
        return { kind, email, name, role, expiresAt: expiresAt.toISOString() };
      }),
  );
  app.post(
    '/api/invites/accept',
    async (request, reply) =>
      await handle(ctx, request, reply, inviteAcceptInput, async (input) => {
        const { email } = await acceptInvite(ctx, originOf(request), input);
        return { email };
      }),
  );
}

async function handle<S extends z.ZodType>(
  ctx: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  schema: S,
  work: (input: z.output<S>) => Promise<object>,
): Promise<FastifyReply> {
  try {
    requireOwnPage(request, ctx.settings.publicUrl);
    if (!isJson(request))
      throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json');
    requireStaffAddress(ctx.settings.access.staffAllowedIps, request.ip);
    await limitAttempts(ctx.knex, 'invite', callerNetwork(request.ip), LIMIT);
    const input = schema.safeParse(request.body);
    if (!input.success)
      return await sendError(reply, {
        reason: 'INVALID_INPUT',
        message: input.error.issues[0]?.message ?? 'The input is not valid',
      });
    return await reply.send(await work(input.data));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // 410 Gone describes a link that does not work any more better than tRPC's code for the reason.
    return await sendDomainError(reply, error, error.reason === 'INVITE_INVALID' ? 410 : undefined);
  }
}
