import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { authorizeStep } from './authorizeStep.ts';
import { requireRate } from './cryptoRate.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/**
 * Records that this person is sending the funds now, so that no one else does. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION, PAYLOAD_CHANGED, STAFF_ONLY, SAME_PERSON (requested or approved it), RATE_EXPIRED,
 * MORE_APPROVALS_NEEDED and what the policy refuses.
 */
export async function startProcessing(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, {
    step: 'startProcessing',
    actor,
    async write(trx, withdrawal, at) {
      await authorizeStep(trx, ctx, { step: 'startProcessing', withdrawal, actor, at });
      requireRate(withdrawal, at);
      await withdrawal.$query(trx).patch(processingColumns(actor, at));
    },
  });
}

/** The columns of a withdrawal that this person has started to send. */
export const processingColumns = (actor: Actor, at: Date): Partial<WithdrawalRequest> => ({
  startedByKind: actor.kind,
  startedById: actor.id,
  startedByName: actor.name,
  status: 'processing',
  processingAt: at,
  statusChangedAt: at,
});
