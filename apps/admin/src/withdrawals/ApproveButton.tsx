import { type Can, withdrawalCan } from '@paydesk/types/rules';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { optionalNoteField } from '../commands/noteField.ts';
import { useDesk } from '../providers/useDesk.ts';
import { useSession } from '../providers/useSession.ts';
import type { Withdrawal } from '../providers/wire.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';

/** Says yes to a request. The payout itself is another step. */
export function ApproveButton({ withdrawal }: { withdrawal: Withdrawal }) {
  const desk = useDesk();
  const session = useSession();
  return (
    <CommandButton
      label="Approve"
      variant="contained"
      permission="withdrawals.approve"
      can={approvableBy(session?.id, withdrawal)}
      dialog={(close) => (
        <CommandDialog
          title="Approve this withdrawal?"
          explain={approvalWords(withdrawal)}
          facts={withdrawalSummary(withdrawal)}
          fields={[optionalNoteField]}
          confirmLabel="Approve: no money moves yet"
          run={({ note }) => desk.approveWithdrawal({ id: withdrawal.id, ...(note && { note }) })}
          done={(after) => (after.status === 'approved' ? 'Approved. It can be paid out now.' : 'Your approval is noted. Another person has to approve too.')}
          close={close}
        />
      )}
    />
  );
}

function approvalWords({ approvals, requiredApprovals }: Withdrawal) {
  const left = requiredApprovals - approvals.length;
  if (left > 1) return `No money moves yet: this withdrawal needs ${requiredApprovals} people to approve it, and has ${approvals.length}.`;
  return 'No money moves yet: approving lets the payout be made. Compare amount and address with what the customer asked for.';
}

/** Four eyes: the server refuses both as well. */
function approvableBy(staffId: string | undefined, withdrawal: Withdrawal): Can {
  if (withdrawal.status !== 'pending' || staffId === undefined) return withdrawalCan.approve(withdrawal);
  if (withdrawal.requestedBy.kind === 'staff' && withdrawal.requestedBy.id === staffId) return { allowed: false, why: 'You requested this withdrawal: another person has to approve it.' };
  if (withdrawal.approvals.some((approval) => approval.staffId === staffId)) return { allowed: false, why: 'You have approved it already: another person has to approve it too.' };
  return withdrawalCan.approve(withdrawal);
}
