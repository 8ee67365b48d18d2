import type { StepUpEvidence } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import type { WithdrawalApproval } from '../models/WithdrawalApproval.ts';

/**
 * What to store with an approval. The second factor was given for this payload (one of several, in a bulk
 * approval) or it counts for nothing. Refuses with SECOND_FACTOR_INVALID.
 */
export function evidenceFor(
  payloadHash: string,
  evidence: StepUpEvidence,
): Pick<WithdrawalApproval, 'stepUpKind' | 'stepUp'> {
  const covered = evidence.covers ?? [evidence.challenge];
  if (!covered.includes(payloadHash))
    throw new DomainError('SECOND_FACTOR_INVALID', 'the second factor was given for something else');
  return evidence.kind === 'none'
    ? { stepUpKind: 'none', stepUp: null }
    : { stepUpKind: evidence.kind, stepUp: evidence };
}
