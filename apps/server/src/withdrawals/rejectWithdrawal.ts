import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/** Says no, with a reason; the hold is released. Refuses with NOT_FOUND, ILLEGAL_TRANSITION. */
export async function rejectWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  reason: string,
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, {
    action: 'withdrawals.reject',
    actor,
    note: reason,
    async write(trx, withdrawal, at) {
      await withdrawal
        .$query(trx)
        .patch({ status: 'rejected', rejectedAt: at, statusChangedAt: at, adminNotes: reason });
    },
  });
}
