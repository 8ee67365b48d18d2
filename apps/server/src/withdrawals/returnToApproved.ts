import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/**
 * After a failed payout: sets the withdrawal back to approved, with a note. The hold stays. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION.
 */
export async function returnToApproved(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  note: string,
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, {
    step: 'returnToApproved',
    actor,
    note,
    async write(trx, withdrawal, at) {
      await withdrawal.$query(trx).patch({ status: 'approved', statusChangedAt: at, adminNotes: note });
    },
  });
}
