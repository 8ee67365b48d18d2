import type { Actor } from '../base/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { moveWithdrawal } from './moveWithdrawal.ts';

/** Says no, with a reason; the hold is released. Refuses with NOT_FOUND, ILLEGAL_TRANSITION. */
export async function rejectWithdrawal(
  desk: Desk,
  actor: Actor,
  withdrawalId: string,
  reason: string,
): Promise<WithdrawalRequest> {
  return await moveWithdrawal(desk, withdrawalId, {
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
