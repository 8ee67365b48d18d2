import { Box, Skeleton } from '@mui/material';
import { type BadgeColor, staffDeedSubject, statusLabel } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { StaffInvite, StaffInviteLink } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { InviteLinkDialog } from './InviteLinkDialog.tsx';
import { useStaffChanged } from './useStaffChanged.ts';

const COLORS: Record<StaffInvite['state'], BadgeColor> = {
  open: 'info',
  used: 'success',
  revoked: 'secondary',
  expired: 'warning',
};
/** What was used or revoked is history; the audit page has all of it. */
const MOST_OLD = 5;

/** Links that lead in: those that are open, and the last that were not used. */
export function InvitesPanel() {
  const { data, error, refetch } = useQuery({
    queryKey: ['staff', 'invites'],
    queryFn: () => trpc.staff.invites.query(),
  });
  const [made, setMade] = useState<StaffInviteLink | null>(null);
  const invites = data?.data;
  const shown = invites && [
    ...invites.filter(({ state }) => state === 'open'),
    ...invites.filter(({ state }) => state !== 'open').slice(0, MOST_OLD),
  ];
  return (
    <Panel title="Invitations">
      {error && !shown && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !shown && (
        <Box role="status" aria-label="Loading invitations">
          <Skeleton height={36} />
        </Box>
      )}
      {shown?.length === 0 && (
        <Box sx={{ color: 'text.secondary' }}>
          No invitations yet. “Invite” makes a link with which a colleague chooses a password.
        </Box>
      )}
      {shown && shown.length > 0 && (
        <Box
          component="ul"
          aria-label="Invitations"
          sx={{ listStyle: 'none', m: 0, p: 0, '& > li + li': { borderTop: 1, borderColor: 'divider' } }}
        >
          {shown.map((invite) => (
            <InviteRow key={invite.id} invite={invite} onMade={setMade} />
          ))}
        </Box>
      )}
      {made && <InviteLinkDialog invite={made} close={() => setMade(null)} />}
    </Panel>
  );
}

const InviteRow = ({ invite, onMade }: { invite: StaffInvite; onMade: (made: StaffInviteLink) => void }) => (
  <Box
    component="li"
    sx={{
      py: 1,
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: 1,
    }}
  >
    <Box sx={{ minWidth: 0, flex: '1 1 200px' }}>
      <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {invite.name} <Badge color={COLORS[invite.state]}>{statusLabel(invite.state)}</Badge>
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.88rem', overflowWrap: 'anywhere' }}>
        {invite.kind === 'reset' ? 'new password' : statusLabel(invite.role)} · {invite.email} ·{' '}
        <When invite={invite} />
        {invite.createdBy && ` · by ${invite.createdBy.name}`}
      </Box>
    </Box>
    {invite.state !== 'used' && (
      <Box sx={{ display: 'flex', gap: 1 }}>
        <ReissueButton invite={invite} onMade={onMade} />
        {invite.state === 'open' && <RevokeButton invite={invite} />}
      </Box>
    )}
  </Box>
);

function When({ invite: { state, expiresAt, usedAt, revokedAt } }: { invite: StaffInvite }) {
  if (state === 'used')
    return (
      <>
        used <TimeText at={usedAt} ago />
      </>
    );
  if (state === 'revoked')
    return (
      <>
        ended <TimeText at={revokedAt} ago />
      </>
    );
  return (
    <>
      {state === 'open' ? 'good until' : 'expired'} <TimeText at={expiresAt} />
    </>
  );
}

function ReissueButton({ invite, onMade }: { invite: StaffInvite; onMade: (made: StaffInviteLink) => void }) {
  const changed = useStaffChanged();
  return (
    <CommandButton
      label="New link"
      variant="text"
      permission="staff.manage"
      dialog={(close) => (
        <CommandDialog
          title="Make a new link?"
          explain="For a link that was lost or has expired. The old one ends."
          facts={[
            ['For', `${invite.name} (${invite.email})`],
            ['Role', statusLabel(invite.role)],
          ]}
          confirmLabel="Make the link"
          stepUp={() => ({
            kind: 'manageStaff',
            deed: 'reissueInvite',
            subject: staffDeedSubject(invite.email, invite.role),
          })}
          run={(_values, _key, proof) =>
            trpc.staff.reissueInvite.mutate({ id: invite.id, ...(proof && { proof }) })
          }
          done="New link made"
          onDone={(made) => {
            onMade(made);
            changed();
          }}
          close={close}
        />
      )}
    />
  );
}

function RevokeButton({ invite }: { invite: StaffInvite }) {
  const changed = useStaffChanged();
  return (
    <CommandButton
      label="Revoke"
      variant="text"
      color="error"
      permission="staff.manage"
      dialog={(close) => (
        <CommandDialog
          title="Revoke this link?"
          explain="It opens nothing any more."
          facts={[['For', `${invite.name} (${invite.email})`]]}
          confirmLabel="Revoke the link"
          danger
          run={() => trpc.staff.revokeInvite.mutate({ id: invite.id })}
          done="Link revoked"
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
