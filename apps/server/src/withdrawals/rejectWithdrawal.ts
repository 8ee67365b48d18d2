import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/** Rejects a request with a reason and releases the hold. Refuses with NOT_FOUND, ILLEGAL_TRANSITION. */
export async function rejectWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  reason: string,
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, {
    step: 'reject',
    actor,
    note: reason,
    async write(trx, withdrawal, at) {
      await withdrawal
        .$query(trx)
        .patch({ status: 'rejected', rejectedAt: at, statusChangedAt: at, adminNotes: reason });
    },
  });
}
