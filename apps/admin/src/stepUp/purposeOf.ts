import { actionClassOf, type MutationPath, staffActionSubject } from '@paydesk/types/rules';
import type { ActionInput } from '../providers/actions.ts';
import type { StepUpPurpose } from '../providers/records.ts';
import type { StepUpDemand } from './useStepUp.ts';

type Purposes = { [Path in MutationPath]?: (input: ActionInput<Path>) => StepUpPurpose };

/** The mutations that sign something else than their input, as far as the input says what that is. */
const OWN_PURPOSES: Purposes = {
  'withdrawals.approve': ({ id }) => ({ kind: 'approve', ids: [id] }),
  'withdrawals.approveMany': ({ ids }) => ({ kind: 'approve', ids }),
  'withdrawals.payOut': ({ id }) => ({ kind: 'payOut', id }),
  'withdrawals.complete': ({ id, transactionHash, cryptoAmount }) => ({
    kind: 'complete',
    id,
    transactionHash,
    ...(cryptoAmount && { cryptoAmount }),
  }),
  'policies.publish': ({ baseVersion, rules }) => ({ kind: 'publishPolicy', baseVersion, rules }),
  'changeRequests.approve': ({ id }) => ({ kind: 'approveChange', id }),
  'changeRequests.reject': ({ id }) => ({ kind: 'rejectChange', id }),
  'staff.create': ({ email, role }) => ofStaff('create', email, role),
  'staff.invite': ({ email, role }) => ofStaff('invite', email, role),
  'staff.resetPassword': ({ id }) => ofStaff('resetPassword', id),
  'staff.setRole': ({ id, role }) => ofStaff('setRole', id, role),
  'staff.reactivate': ({ id }) => ofStaff('reactivate', id),
  'staff.setRule': ({ role, secondFactorRequired }) => ofStaff('setRule', role, secondFactorRequired),
  'security.removePasskey': ({ id }) => ({ kind: 'removePasskey', id }),
  'security.newRecoveryCodes': () => ({ kind: 'newRecoveryCodes' }),
  'security.disableTotp': () => ({ kind: 'disableTotp' }),
};

/** Whether the class of a mutation demands a second factor. */
export const needsStepUp = (path: MutationPath): boolean => actionClassOf(path) !== 'routine';

/**
 * What the second factor confirms for a mutation.
 *
 * @param input exactly as it is sent, without `proof`
 */
export function purposeOf<Path extends MutationPath>(path: Path, input: ActionInput<Path>): StepUpPurpose {
  const own: ((given: ActionInput<Path>) => StepUpPurpose) | undefined = OWN_PURPOSES[path];
  return own ? own(input) : { kind: 'action', action: path, input };
}

const OF_POLICY: readonly MutationPath[] = [
  'withdrawals.approve',
  'withdrawals.approveMany',
  'withdrawals.payOut',
  'withdrawals.complete',
  'policies.publish',
];

/** Who needs a second factor for a mutation that is not routine. */
export function demandOf(path: MutationPath): StepUpDemand {
  if (OF_POLICY.includes(path)) return 'policy';
  // The first factor of all cannot be confirmed by another.
  return path.startsWith('security.') ? 'ifEnrolled' : 'provider';
}

type StaffPurpose = Extract<StepUpPurpose, { kind: 'manageStaff' }>;

const ofStaff = (
  action: StaffPurpose['action'],
  ...subject: Parameters<typeof staffActionSubject>
): StepUpPurpose => ({ kind: 'manageStaff', action, subject: staffActionSubject(...subject) });
