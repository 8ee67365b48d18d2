import { stepUpProofInput } from '@paydesk/types';
import { APIError, getSessionFromCtx, type createAuthMiddleware } from 'better-auth/api';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { securityChallenge } from '../stepUp/challenges.ts';
import { verifyStepUpIn } from '../stepUp/verifyStepUp.ts';

type EndpointContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/**
 * better-auth sets an authenticator app up for the password alone. Whoever has a passkey already must give
 * its signature too (`proof` in the body): otherwise a stolen session and password would be enough to have a
 * second factor of one's own.
 */
export async function verifyEnrolment(knex: Knex, publicUrl: string, ctx: EndpointContext): Promise<void> {
  const session = await getSessionFromCtx(ctx, { disableRefresh: true });
  // better-auth refuses by itself.
  if (!session) return;
  const staffId = session.user.id;
  const { success, data: proof } = stepUpProofInput.optional().safeParse(ctx.body?.proof);
  if (!success)
    throw new APIError('BAD_REQUEST', { code: 'INVALID_INPUT', message: 'This is not a second factor' });
  try {
    await verifyStepUpIn(
      { knex, key: ctx.context.secretConfig, publicUrl, now: new Date() },
      {
        staffId,
        proof,
        demand: 'ifEnrolled',
        challenge: ({ proofs }) => securityChallenge('enableTotp', staffId, '', proofs),
      },
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new APIError(error.reason === 'SECOND_FACTOR_LOCKED' ? 'TOO_MANY_REQUESTS' : 'FORBIDDEN', {
      code: error.reason,
      message: error.message,
      details: error.details,
    });
  }
}
