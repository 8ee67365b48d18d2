import { useState } from 'react';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Staff, StaffInviteLink } from '../../providers/records.ts';
import { InviteLinkDialog } from './InviteLinkDialog.tsx';
import { useStaffChanged } from '../useStaffChanged.ts';
import { t } from '../../texts/t.ts';

/** Creates a link with which a person who forgot their password chooses a new one. */
export function ResetPasswordButton({ person }: { person: Staff }) {
  const changed = useStaffChanged();
  const [created, setCreated] = useState<StaffInviteLink | null>(null);
  return (
    <>
      <CommandButton
        label={t('Reset password')}
        action="staff.resetPassword"
        can={
          person.isActive
            ? { allowed: true }
            : { allowed: false, why: t('This account is deactivated. Reactivate it first.') }
        }
        dialog={(close) => (
          <ActionDialog
            title={t('Reset this person’s password?')}
            explain={t(
              'Creates a link that works once and for 72 hours. The old password works until the link is used; then all sessions end. The second factor is kept.',
            )}
            facts={[[t('Person'), `${person.name} (${person.email})`]]}
            confirmLabel={t('Create link')}
            action="staff.resetPassword"
            input={() => ({ id: person.id })}
            done={t('Link created')}
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
