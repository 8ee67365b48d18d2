import { SecretDialog } from '../commands/SecretDialog.tsx';
import { localTime } from '../fields/formats.ts';
import type { StaffInviteLink } from '../providers/records.ts';

/** Shows a link this one time. */
export const InviteLinkDialog = ({ invite, close }: { invite: StaffInviteLink; close: () => void }) => (
  <SecretDialog
    title={invite.kind === 'invite' ? `Invitation for ${invite.name}` : `New password for ${invite.name}`}
    label="link"
    secret={invite.link}
    explain={`Send it to ${invite.email} in a safe way: whoever opens it first sets the password. It works once, until ${localTime(invite.expiresAt)}, and the desk cannot show it again.`}
    close={close}
  />
);
