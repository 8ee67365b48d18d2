import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { ChangeRequest } from '../providers/records.ts';
import { ApprovalList } from '../records/ApprovalList.tsx';
import { plural, t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** Who has approved, when and how, and what is missing. */
export function ChangeApprovals({ request }: { request: ChangeRequest }) {
  const { approvals, requiredApprovals: required, status, notBefore } = request;
  if (required === 0)
    return (
      <Panel title={t('Approvals')}>
        {t('No one has to approve it, because this desk has a single admin.')}{' '}
        {status === 'waiting' && notBefore && (
          <Rich
            text={t('It takes effect <time></time>, unless someone cancels it.')}
            tags={{ time: () => <TimeText at={notBefore} /> }}
          />
        )}
      </Panel>
    );
  const missing = status === 'waiting' ? Math.max(0, required - approvals.length) : 0;
  return (
    <Panel title={t('Approvals: {counted} of {required}', { counted: approvals.length, required })}>
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
  const isAdmin = approverRole === 'admin';
  if (approvals.length > 0)
    return isAdmin
      ? plural(missing, {
          one: 'Needs one more admin.',
          other: 'Needs {count} more people: admin each.',
        })
      : plural(missing, {
          one: 'Needs one more approver or admin.',
          other: 'Needs {count} more people: approver or admin each.',
        });
  return isAdmin
    ? plural(missing, { one: 'Needs one other admin.', other: 'Needs {count} people: admin each.' })
    : plural(missing, {
        one: 'Needs one other approver or admin.',
        other: 'Needs {count} people: approver or admin each.',
      });
}
