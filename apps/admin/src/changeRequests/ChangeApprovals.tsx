import WaitIcon from '@mui/icons-material/RadioButtonUnchecked';
import { Box } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import { StatusLine } from '../fields/StatusLine.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { ChangeRequest } from '../providers/records.ts';
import { STEP_UP_KINDS } from '../records/stepUpKinds.tsx';

type Approval = ChangeRequest['approvals'][number];

/** Who has approved, when and how, and what is missing. */
export function ChangeApprovals({ request }: { request: ChangeRequest }) {
  const { approvals, requiredApprovals: required, status, notBefore } = request;
  if (required === 0)
    return (
      <Panel title="Approvals">
        No one has to approve it, because this desk has a single admin.{' '}
        {status === 'waiting' && notBefore && (
          <>
            It takes effect <TimeText at={notBefore} />, unless someone cancels it.
          </>
        )}
      </Panel>
    );
  const missing = status === 'waiting' ? Math.max(0, required - approvals.length) : 0;
  return (
    <Panel title={`Approvals: ${approvals.length} of ${required}`}>
      <Box
        component="ol"
        aria-label="Approvals"
        sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}
      >
        {approvals.map((approval) => (
          <li key={approval.id}>
            <ApprovalLine approval={approval} />
          </li>
        ))}
        {missing > 0 && (
          <li>
            <StatusLine tone="neutral" icon={<WaitIcon />}>
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {missingText(request, missing)}
              </Box>
            </StatusLine>
          </li>
        )}
        {missing === 0 && approvals.length === 0 && (
          <Box component="li" sx={{ color: 'text.secondary' }}>
            No approvals.
          </Box>
        )}
      </Box>
    </Panel>
  );
}

function missingText({ approverRole, approvals }: ChangeRequest, missing: number): string {
  const who = approverRole === 'admin' ? 'admin' : 'approver or admin';
  const more = approvals.length > 0 ? ' more' : '';
  return missing === 1
    ? `Needs one${more || ' other'} ${who}.`
    : `Needs ${missing}${more} people: ${who} each.`;
}

function ApprovalLine({ approval: { staff, evidence, createdAt, note } }: { approval: Approval }) {
  const { text, icon } = STEP_UP_KINDS[evidence];
  return (
    <StatusLine tone={evidence === 'none' ? 'warning' : 'good'} icon={icon}>
      <Box component="span" sx={{ fontWeight: 600 }}>
        {staff.name}
      </Box>{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        · <TimeText at={createdAt} /> · {text}
      </Box>
      {note !== null && <Box sx={{ fontSize: '0.88rem' }}>“{note}”</Box>}
    </StatusLine>
  );
}
