import WaitIcon from '@mui/icons-material/RadioButtonUnchecked';
import BadIcon from '@mui/icons-material/ReportOutlined';
import { Box } from '@mui/material';
import { Panel } from '../../fields/Panel.tsx';
import { TimeText } from '../../fields/TimeText.tsx';
import type { Withdrawal, WithdrawalReview } from '../../providers/records.ts';
import { STEP_UP_KINDS } from '../../records/stepUpKinds.tsx';
import { StatusLine } from '../../fields/StatusLine.tsx';

type Approval = Withdrawal['approvals'][number];

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
    <Panel title={`Approvals: ${counted} of ${required}`}>
      <Box
        component="ol"
        aria-label="Approvals"
        sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}
      >
        {approvals.map((approval) => (
          <li key={approval.id}>
            <ApprovalRow approval={approval} />
          </li>
        ))}
        {missing > 0 && (
          <li>
            <StatusLine tone="neutral" icon={<WaitIcon />}>
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {waitingText(missing, counted)}
              </Box>
            </StatusLine>
          </li>
        )}
        {missing === 0 && approvals.length === 0 && (
          <li>
            <Box component="span" sx={{ color: 'text.secondary' }}>
              No approvals.
            </Box>
          </li>
        )}
      </Box>
    </Panel>
  );
}

const waitingText = (missing: number, counted: number): string => {
  if (counted === 0)
    return missing === 1 ? 'Needs one approval.' : `Needs approvals from ${missing} different people.`;
  return missing === 1 ? 'Needs one more approval.' : `Needs approvals from ${missing} more people.`;
};

function ApprovalRow({ approval }: { approval: Approval }) {
  const { text, icon } = STEP_UP_KINDS[approval.stepUp];
  return (
    <StatusLine
      tone={!approval.isForThisPayload ? 'bad' : approval.stepUp === 'none' ? 'warning' : 'good'}
      icon={approval.isForThisPayload ? icon : <BadIcon />}
    >
      <Box component="span" sx={{ fontWeight: 600 }}>
        {approval.staffName}
      </Box>{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        · <TimeText at={approval.createdAt} /> · {text}
      </Box>
      {!approval.isForThisPayload && (
        <Box sx={{ color: 'error.main', fontWeight: 600 }}>
          Does not count: it was given for different content.
        </Box>
      )}
      {approval.note !== null && <Box sx={{ fontSize: '0.88rem' }}>“{approval.note}”</Box>}
    </StatusLine>
  );
}
