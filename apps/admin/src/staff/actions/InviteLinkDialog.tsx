import { SecretDialog } from '../../commands/SecretDialog.tsx';
import { localTime } from '../../fields/formats.ts';
import type { StaffInviteLink } from '../../providers/records.ts';

/** Shows an invitation or password link once. */
export const InviteLinkDialog = ({ invite, close }: { invite: StaffInviteLink; close: () => void }) => (
  <SecretDialog
    title={invite.kind === 'invite' ? `Invitation for ${invite.name}` : `New password for ${invite.name}`}
    label="link"
    secret={invite.link}
    explain={`Send it to ${invite.email} securely: the first person to open it sets the password. It works once, until ${localTime(invite.expiresAt)}, and cannot be shown again.`}
    close={close}
  />
);
