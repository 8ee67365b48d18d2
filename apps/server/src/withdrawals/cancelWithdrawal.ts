import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { transitionWithdrawal } from './transitionWithdrawal.ts';

/** Cancels a request before it is paid out and releases the hold. Refuses with NOT_FOUND, ILLEGAL_TRANSITION. */
export async function cancelWithdrawal(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
): Promise<WithdrawalRequest> {
  return await transitionWithdrawal(ctx, withdrawalId, {
    step: 'cancel',
    actor,
    async write(trx, withdrawal, at) {
      await withdrawal.$query(trx).patch({ status: 'cancelled', cancelledAt: at, statusChangedAt: at });
    },
  });
}
