import { staffDeedSubject } from '@paydesk/types/rules';
import { useState } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { Staff, StaffInviteLink } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { InviteLinkDialog } from './InviteLinkDialog.tsx';
import { useStaffChanged } from './useStaffChanged.ts';

/** For who has forgotten the password: a link with which they choose another. */
export function ResetPasswordButton({ person }: { person: Staff }) {
  const changed = useStaffChanged();
  const [made, setMade] = useState<StaffInviteLink | null>(null);
  return (
    <>
      <CommandButton
        label="Reset password"
        permission="staff.manage"
        can={
          person.isActive
            ? { allowed: true }
            : { allowed: false, why: 'This account is deactivated: reactivate it first.' }
        }
        dialog={(close) => (
          <CommandDialog
            title="Let this person choose a new password?"
            explain="You get a link that works once, for 72 hours. The old password works until then; when the link is used, all sessions end. The second factor stays."
            facts={[['Person', `${person.name} (${person.email})`]]}
            confirmLabel="Make the link"
            stepUp={() => ({
              kind: 'manageStaff',
              deed: 'resetPassword',
              subject: staffDeedSubject(person.id),
            })}
            run={(_values, _key, proof) =>
              trpc.staff.resetPassword.mutate({ id: person.id, ...(proof && { proof }) })
            }
            done="Link made"
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
