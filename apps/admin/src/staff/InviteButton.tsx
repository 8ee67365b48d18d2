import SendIcon from '@mui/icons-material/PersonAddAlt';
import { staffDeedSubject } from '@paydesk/types/rules';
import { useState } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { StaffInviteLink } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { InviteLinkDialog } from './InviteLinkDialog.tsx';
import { ROLE_CHOICES, roleNamed } from './roles.ts';
import { useStaffChanged } from './useStaffChanged.ts';

/** Invites a person: they choose their own password. The link is shown this one time. */
export function InviteButton() {
  const changed = useStaffChanged();
  const [made, setMade] = useState<StaffInviteLink | null>(null);
  return (
    <>
      <CommandButton
        label="Invite"
        icon={<SendIcon />}
        variant="contained"
        permission="staff.manage"
        dialog={(close) => (
          <CommandDialog
            title="Invite a colleague"
            explain="You get a link that works once, for 72 hours. The person opens it, chooses a password, and is in."
            fields={[
              { name: 'name', label: 'Name', required: true },
              { name: 'email', label: 'E-mail', kind: 'email', required: true },
              { name: 'role', label: 'Role', required: true, initial: 'viewer', options: ROLE_CHOICES },
            ]}
            confirmLabel="Make the link"
            stepUp={({ email = '', role }) => ({
              kind: 'manageStaff',
              deed: 'invite',
              subject: staffDeedSubject(email, roleNamed(role)),
            })}
            run={({ name = '', email = '', role }, _key, proof) =>
              trpc.staff.invite.mutate({ name, email, role: roleNamed(role), ...(proof && { proof }) })
            }
            done="Invitation made"
            onDone={(invite) => {
              setMade(invite);
              changed();
            }}
            close={close}
          />
        )}
      />
      {made && <InviteLinkDialog invite={made} close={() => setMade(null)} />}
    </>
  );
}
