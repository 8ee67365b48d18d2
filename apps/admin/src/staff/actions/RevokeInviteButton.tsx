import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { StaffInvite } from '../../providers/records.ts';
import { useStaffChanged } from '../useStaffChanged.ts';

/** Revokes an invitation or password link. */
export function RevokeInviteButton({ invite }: { invite: StaffInvite }) {
  const changed = useStaffChanged();
  return (
    <CommandButton
      label="Revoke"
      variant="text"
      color="error"
      permission="staff.manage"
      dialog={(close) => (
        <ActionDialog
          title="Revoke this link?"
          explain="The link stops working."
          facts={[['For', `${invite.name} (${invite.email})`]]}
          confirmLabel="Revoke link"
          danger
          action="staff.revokeInvite"
          input={() => ({ id: invite.id })}
          done="Link revoked"
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
