import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { Desk } from '../desk/desk.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { moveWithdrawal } from './moveWithdrawal.ts';

/**
 * One person's yes, bound to the hash of what was requested. With the last approval that the request needs it becomes `approved`; no money
 * moves yet. Refuses with NOT_FOUND, ILLEGAL_TRANSITION, SAME_PERSON (who requested it, or has approved it already), STAFF_ONLY.
 */
export async function approveWithdrawal(desk: Desk, actor: Actor, withdrawalId: string, note?: string): Promise<WithdrawalRequest> {
  const staffId = actor.kind === 'staff' ? actor.id : null;
  if (staffId === null) throw new DomainError('STAFF_ONLY', 'only a person can approve');
  return await moveWithdrawal(desk, withdrawalId, {
    action: 'withdrawals.approve', actor, note,
    async write(trx, withdrawal, at) {
      if (withdrawal.requestedByKind === 'staff' && withdrawal.requestedById === staffId) {
        throw new DomainError('SAME_PERSON', 'who requested a withdrawal cannot approve it');
      }
      await WithdrawalApproval.query(trx).insert({
        id: newId(at), withdrawalRequestId: withdrawalId, staffId, staffName: actor.name ?? staffId, note: note ?? null, payloadHash: withdrawal.payloadHash, createdAt: at,
      });
      const approvals = await WithdrawalApproval.query(trx).where({ withdrawalRequestId: withdrawalId, payloadHash: withdrawal.payloadHash }).resultSize();
      if (approvals < withdrawal.requiredApprovals) return;
      await withdrawal.$query(trx).patch({ status: 'approved', approvedAt: at, statusChangedAt: at });
    },
  });
}
