import { SecretDialog } from '../../commands/SecretDialog.tsx';
import { localTime } from '../../fields/formats.ts';
import type { StaffInviteLink } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Shows an invitation or password link once. */
export const InviteLinkDialog = ({ invite, close }: { invite: StaffInviteLink; close: () => void }) => (
  <SecretDialog
    title={
      invite.kind === 'invite'
        ? t('Invitation for {name}', { name: invite.name })
        : t('New password for {name}', { name: invite.name })
    }
    label={t('link')}
    secret={invite.link}
    explain={t(
      'Send it to {email} securely: the first person to open it sets the password. It works once, until {expiresAt}, and cannot be shown again.',
      { email: invite.email, expiresAt: localTime(invite.expiresAt) },
    )}
    close={close}
  />
);
