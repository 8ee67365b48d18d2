import { staffActionSubject, statusLabel } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { StaffInvite, StaffInviteLink } from '../../providers/records.ts';
import { useStaffChanged } from '../useStaffChanged.ts';

/** Replaces an invitation or password link by a new one. */
export function ReissueInviteButton({
  invite,
  onCreated,
}: {
  invite: StaffInvite;
  onCreated: (created: StaffInviteLink) => void;
}) {
  const changed = useStaffChanged();
  return (
    <CommandButton
      label="New link"
      variant="text"
      permission="staff.manage"
      dialog={(close) => (
        <ActionDialog
          title="Create a new link?"
          explain="Replaces a link that was lost or has expired. The old link stops working."
          facts={[
            ['For', `${invite.name} (${invite.email})`],
            ['Role', statusLabel(invite.role)],
          ]}
          confirmLabel="Create link"
          stepUp={() => ({
            kind: 'manageStaff',
            action: 'reissueInvite',
            subject: staffActionSubject(invite.email, invite.role),
          })}
          action="staff.reissueInvite"
          input={() => ({ id: invite.id })}
          done="New link created"
          onDone={(created) => {
            onCreated(created);
            changed();
          }}
          close={close}
        />
      )}
    />
  );
}
