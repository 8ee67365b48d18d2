import type { Actor } from '../base/actor.ts';
import type { Desk } from '../desk/desk.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { moveWithdrawal } from './moveWithdrawal.ts';

/** Says that somebody is sending the funds now, so that nobody else does. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, MORE_APPROVALS_NEEDED. */
export async function startProcessing(desk: Desk, actor: Actor, withdrawalId: string): Promise<WithdrawalRequest> {
  return await moveWithdrawal(desk, withdrawalId, {
    action: 'withdrawals.startProcessing', actor,
    async write(trx, withdrawal, at) {
      await withdrawal.$query(trx).patch({ status: 'processing', processingAt: at, statusChangedAt: at });
    },
  });
}
