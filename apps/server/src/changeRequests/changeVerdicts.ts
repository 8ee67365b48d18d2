import { DomainError } from '../base/domainError.ts';
import type { ChangeRequest } from '../models/ChangeRequest.ts';
import type { Staff } from '../models/Staff.ts';

/** Why a person may not take a step now; null: they may. */
export interface ChangeVerdicts {
  approve: DomainError | null;
  reject: DomainError | null;
  cancel: DomainError | null;
}

/**
 * What a member of staff may do with a request, for the buttons and before a second factor is used up. The database
 * enforces the same (`guard_change_approval`, `guard_change_request`). The request's `approvals` must be fetched.
 */
export function changeVerdicts(
  request: ChangeRequest,
  staff: Pick<Staff, 'id' | 'role' | 'roleSince'>,
  now: Date = new Date(),
): ChangeVerdicts {
  const ended = endedRefusal(request, now);
  const isMaker = staff.id === request.makerId;
  const decides = ended ?? roleRefusal(request, staff);
  return {
    approve:
      decides ??
      (request.requiredApprovals === 0
        ? new DomainError('ILLEGAL_TRANSITION', 'This needs no approval: it takes effect after its delay.')
        : null) ??
      (isMaker
        ? new DomainError('SAME_PERSON', 'You made this request: another person has to approve it.')
        : null) ??
      (request.approvals?.some(({ staffId }) => staffId === staff.id) === true
        ? new DomainError('SAME_PERSON', 'You have approved it already.')
        : null),
    reject:
      decides ??
      (isMaker ? new DomainError('SAME_PERSON', 'You made this request: cancel it instead.') : null),
    cancel:
      ended ??
      (isMaker || (request.requiredApprovals === 0 && ['approver', 'admin'].includes(staff.role))
        ? null
        : new DomainError('PERMISSION_DENIED', 'Only who made this request can cancel it.')),
  };
}

function endedRefusal({ status, expiresAt }: ChangeRequest, now: Date): DomainError | null {
  if (status !== 'waiting') return new DomainError('ILLEGAL_TRANSITION', `This request is ${status}.`);
  return expiresAt <= now ? new DomainError('ILLEGAL_TRANSITION', 'This request has expired.') : null;
}

function roleRefusal(
  { approverRole, createdAt }: ChangeRequest,
  { role, roleSince }: Pick<Staff, 'role' | 'roleSince'>,
): DomainError | null {
  if (role !== 'admin' && role !== approverRole)
    return new DomainError(
      'PERMISSION_DENIED',
      approverRole === 'admin' ? 'An admin has to decide this.' : 'An approver or admin has to decide this.',
    );
  return roleSince >= createdAt
    ? new DomainError(
        'PERMISSION_DENIED',
        'This request is older than your role: somebody else has to decide it.',
      )
    : null;
}
