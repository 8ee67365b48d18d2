import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';
import { requireRate, requireSender } from './requireSender.ts';

/**
 * Says that this person is sending the funds now, so that nobody else does. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION, PAYLOAD_CHANGED, STAFF_ONLY, SAME_PERSON (who requested or approved it), RATE_EXPIRED,
 * MORE_APPROVALS_NEEDED and what the policy refuses.
 */
export async function startProcessing(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, {
    action: 'withdrawals.startProcessing',
    actor,
    async write(trx, withdrawal, at) {
      await requireSender(trx, ctx, { moment: 'startProcessing', withdrawal, actor, at });
      requireRate(withdrawal, at);
      await withdrawal.$query(trx).patch({
        startedByKind: actor.kind,
        startedById: actor.id,
        startedByName: actor.name,
        status: 'processing',
        processingAt: at,
        statusChangedAt: at,
      });
    },
  });
}
