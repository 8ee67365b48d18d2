import { stepUpProofInput } from '@paydesk/types';
import { APIError, type createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import type { Knex } from 'knex';
import type { AlarmLog } from '../auth/reportForeignRow.ts';
import { systemClock } from '../base/clock.ts';
import { DomainError } from '../base/domainError.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

export type EndpointContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/**
 * better-auth sets up an authenticator app with the password only. A person who already has a passkey must give
 * its signature too (`proof` in the body): otherwise a stolen session and password would be enough to add a
 * second factor.
 */
export async function verifyEnrolment(
  { knex, publicUrl, log }: { knex: Knex; publicUrl: string; log?: AlarmLog | undefined },
  ctx: EndpointContext,
): Promise<void> {
  const session = await getSessionFromCtx(ctx, { disableRefresh: true });
  // Without a session better-auth refuses the request itself.
  if (!session) return;
  const { success, data: proof } = stepUpProofInput.optional().safeParse(ctx.body?.proof);
  if (!success)
    throw new APIError('BAD_REQUEST', { code: 'INVALID_INPUT', message: 'This is not a second factor' });
  try {
    await verifyAction(
      {
        knex,
        auth: { $context: Promise.resolve(ctx.context) },
        clock: systemClock,
        settings: { publicUrl },
        log,
      },
      {
        staffId: session.user.id,
        sessionId: session.session.id,
        action: { kind: 'enableTotp' },
        proof,
        demand: 'ifEnrolled',
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
