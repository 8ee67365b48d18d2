import type { WithdrawalStep } from './withdrawals.ts';

/** What a person may have done before: to a withdrawal, or as the maker or approver of a credit to its user. */
export type Involvement = 'requested' | 'approved' | 'credited';

/** Steps that need someone other than the people who were involved before. */
export type FourEyesStep = Extract<WithdrawalStep, 'approve' | 'startProcessing' | 'payOut' | 'complete'>;

export interface InvolvedPeople {
  requestedBy: { kind: string; id: string | null };
  /** Staff ids. */
  approvedBy: readonly string[];
  /** Staff ids: who made or approved a credit to the user within the policy's `creditorDays` before the request. */
  creditedBy: readonly string[];
}

type Exclusion = 'always' | 'unlessSamePersonAllowed';

const SENDING: Record<Involvement, Exclusion> = {
  requested: 'unlessSamePersonAllowed',
  approved: 'unlessSamePersonAllowed',
  credited: 'unlessSamePersonAllowed',
};

/**
 * Whom each step excludes. The policy's `allowSamePerson` lifts the rule for a desk with a single member of staff; a
 * second approval by the same person never counts. The database refuses the same (`require_different_person`).
 */
export const FOUR_EYES: Record<FourEyesStep, Record<Involvement, Exclusion>> = {
  approve: { requested: 'unlessSamePersonAllowed', approved: 'always', credited: 'unlessSamePersonAllowed' },
  startProcessing: SENDING,
  payOut: SENDING,
  complete: SENDING,
};

/**
 * The four-eyes rule (maker-checker): the earlier involvement that excludes this member of staff from the step, or
 * null when they may take it.
 */
export function fourEyesConflict(
  step: FourEyesStep,
  staffId: string,
  { requestedBy, approvedBy, creditedBy }: InvolvedPeople,
  { allowSamePerson }: { allowSamePerson: boolean },
): Involvement | null {
  const excludes = (involvement: Involvement) =>
    FOUR_EYES[step][involvement] === 'always' || !allowSamePerson;
  if (requestedBy.kind === 'staff' && requestedBy.id === staffId && excludes('requested')) return 'requested';
  if (approvedBy.includes(staffId) && excludes('approved')) return 'approved';
  return creditedBy.includes(staffId) && excludes('credited') ? 'credited' : null;
}
