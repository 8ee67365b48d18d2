import { Panel } from '../../fields/Panel.tsx';
import type { WithdrawalReview } from '../../providers/records.ts';
import { ApprovalList } from '../../records/ApprovalList.tsx';
import { plural, t } from '../../texts/t.ts';

/** Who has approved so far, when and how, and how many approvals are missing. */
export function ApprovalsPanel({ review: { withdrawal, decision } }: { review: WithdrawalReview }) {
  const { approvals } = withdrawal;
  const counted = approvals.filter(({ isForThisPayload }) => isForThisPayload).length;
  // A stricter policy applies to pending withdrawals, not to decided ones.
  const required =
    withdrawal.status === 'pending'
      ? Math.max(withdrawal.requiredApprovals, decision.requiredApprovals)
      : withdrawal.requiredApprovals;
  const missing =
    withdrawal.status === 'pending' && withdrawal.isIntact ? Math.max(0, required - counted) : 0;
  return (
    <Panel title={t('Approvals: {counted} of {required}', { counted, required })}>
      <ApprovalList
        approvals={approvals.map(({ staffName, isForThisPayload, ...approval }) => ({
          ...approval,
          name: staffName,
          counts: isForThisPayload,
        }))}
        missing={missing > 0 ? missingText(missing, counted) : null}
      />
    </Panel>
  );
}

const missingText = (missing: number, counted: number): string => {
  if (counted === 0)
    return plural(missing, {
      one: 'Needs one approval.',
      other: 'Needs approvals from {count} different people.',
    });
  return plural(missing, {
    one: 'Needs one more approval.',
    other: 'Needs approvals from {count} more people.',
  });
};
