import type { Actor } from '../base/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { moveWithdrawal } from './moveWithdrawal.ts';

/**
 * Takes a request back before it is paid out; the hold is released. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION.
 */
export async function cancelWithdrawal(
  desk: Desk,
  actor: Actor,
  withdrawalId: string,
): Promise<WithdrawalRequest> {
  return await moveWithdrawal(desk, withdrawalId, {
    action: 'withdrawals.cancel',
    actor,
    async write(trx, withdrawal, at) {
      await withdrawal.$query(trx).patch({ status: 'cancelled', cancelledAt: at, statusChangedAt: at });
    },
  });
}
