import type { ChangeRequestedDetails } from '@paydesk/types';
import { detailsOf, reasonOf } from '../providers/httpError.ts';

/** The change request that a call has become, instead of taking effect; null for every other error. */
export function changeRequestedOf(error: unknown): ChangeRequestedDetails | null {
  if (reasonOf(error) !== 'CHANGE_REQUESTED') return null;
  const { changeRequestId, requiredApprovals, notBefore, expiresAt } = detailsOf(error);
  if (typeof changeRequestId !== 'string' || typeof expiresAt !== 'string') return null;
  return {
    changeRequestId,
    requiredApprovals: typeof requiredApprovals === 'number' ? requiredApprovals : 1,
    notBefore: typeof notBefore === 'string' ? notBefore : null,
    expiresAt,
  };
}
