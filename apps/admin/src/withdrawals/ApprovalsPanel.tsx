import { Box } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import { type Moment, Timeline } from '../fields/Timeline.tsx';
import type { Withdrawal } from '../providers/wire.ts';

/** Who has said yes so far, of how many. */
export function ApprovalsPanel({ withdrawal }: { withdrawal: Withdrawal }) {
  const { approvals, requiredApprovals } = withdrawal;
  const moments: Moment[] = approvals.map(({ id, createdAt, staffName, note }) => ({ key: id, at: createdAt, what: `Approved by ${staffName}`, note }));
  return (
    <Panel title={`Approvals: ${approvals.length} of ${requiredApprovals}`}>
      {moments.length > 0 ? <Timeline moments={moments} /> : <Box sx={{ color: 'text.secondary' }}>Nobody has approved it yet.</Box>}
    </Panel>
  );
}
