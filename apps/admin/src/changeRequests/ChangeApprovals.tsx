import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { ChangeRequest } from '../providers/records.ts';
import { ApprovalList } from '../records/ApprovalList.tsx';

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
      <ApprovalList
        approvals={approvals.map(({ staff, evidence, ...approval }) => ({
          ...approval,
          name: staff.name,
          stepUp: evidence,
          counts: true,
        }))}
        missing={missing > 0 ? missingText(request, missing) : null}
      />
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
