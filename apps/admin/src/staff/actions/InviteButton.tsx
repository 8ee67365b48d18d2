import SendIcon from '@mui/icons-material/PersonAddAlt';
import { useState } from 'react';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { StaffInviteLink } from '../../providers/records.ts';
import { InviteLinkDialog } from './InviteLinkDialog.tsx';
import { ROLE_CHOICES, roleNamed } from './roles.ts';
import { useStaffChanged } from '../useStaffChanged.ts';
import { t } from '../../texts/t.ts';

/** Invites a person, who chooses their own password. The link is shown once. */
export function InviteButton() {
  const changed = useStaffChanged();
  const [created, setCreated] = useState<StaffInviteLink | null>(null);
  return (
    <>
      <CommandButton
        label={t('Invite')}
        icon={<SendIcon />}
        variant="contained"
        action="staff.invite"
        dialog={(close) => (
          <ActionDialog
            title={t('Invite a colleague')}
            explain={t(
              'Creates a link that works once and for 72 hours. The person opens it and chooses a password.',
            )}
            fields={[
              { name: 'name', label: t('Name'), required: true },
              { name: 'email', label: t('E-mail'), kind: 'email', required: true },
              { name: 'role', label: t('Role'), required: true, initial: 'viewer', options: ROLE_CHOICES },
            ]}
            confirmLabel={t('Create link')}
            action="staff.invite"
            input={({ name = '', email = '', role }) => ({ name, email, role: roleNamed(role) })}
            done={t('Invitation created')}
            onDone={(invite) => {
              setCreated(invite);
              changed();
            }}
            close={close}
          />
        )}
      />
      {created && <InviteLinkDialog invite={created} close={() => setCreated(null)} />}
    </>
  );
}
