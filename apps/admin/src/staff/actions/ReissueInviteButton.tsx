import { staffActionSubject } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { StaffInvite, StaffInviteLink } from '../../providers/records.ts';
import { useStaffChanged } from '../useStaffChanged.ts';
import { ROLE_NAMES } from '../../records/staffNames.ts';
import { t } from '../../texts/t.ts';

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
      label={t('New link')}
      variant="text"
      action="staff.reissueInvite"
      dialog={(close) => (
        <ActionDialog
          title={t('Create a new link?')}
          explain={t('Replaces a link that was lost or has expired. The old link stops working.')}
          facts={[
            [t('For'), `${invite.name} (${invite.email})`],
            [t('Role'), ROLE_NAMES[invite.role]],
          ]}
          confirmLabel={t('Create link')}
          stepUp={() => ({
            kind: 'manageStaff',
            action: 'reissueInvite',
            subject: staffActionSubject(invite.email, invite.role),
          })}
          action="staff.reissueInvite"
          input={() => ({ id: invite.id })}
          done={t('New link created')}
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
