import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { StaffInvite } from '../../providers/records.ts';
import { useStaffChanged } from '../useStaffChanged.ts';
import { t } from '../../texts/t.ts';

/** Revokes an invitation or password link. */
export function RevokeInviteButton({ invite }: { invite: StaffInvite }) {
  const changed = useStaffChanged();
  return (
    <CommandButton
      label={t('Revoke')}
      variant="text"
      color="error"
      action="staff.revokeInvite"
      dialog={(close) => (
        <ActionDialog
          title={t('Revoke this link?')}
          explain={t('The link stops working.')}
          facts={[[t('For'), `${invite.name} (${invite.email})`]]}
          confirmLabel={t('Revoke link')}
          danger
          action="staff.revokeInvite"
          input={() => ({ id: invite.id })}
          done={t('Link revoked')}
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
