import { Box, Skeleton } from '@mui/material';
import type { BadgeColor } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { StaffInvite, StaffInviteLink } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { InviteLinkDialog } from './actions/InviteLinkDialog.tsx';
import { ReissueInviteButton } from './actions/ReissueInviteButton.tsx';
import { RevokeInviteButton } from './actions/RevokeInviteButton.tsx';
import { INVITE_STATE_NAMES, ROLE_NAMES } from '../records/staffNames.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

const COLORS: Record<StaffInvite['state'], BadgeColor> = {
  open: 'info',
  used: 'success',
  revoked: 'secondary',
  expired: 'warning',
};
/** How many used, revoked and expired links are listed; the audit log has all of them. */
const MAX_CLOSED = 5;

/** Invitation and password links: all open ones, and the latest others. */
export function InvitesPanel() {
  const { data, error, refetch } = useQuery({
    queryKey: ['staff', 'invites'],
    queryFn: () => trpc.staff.invites.query(),
  });
  const [created, setCreated] = useState<StaffInviteLink | null>(null);
  const invites = data?.data;
  const shown = invites && [
    ...invites.filter(({ state }) => state === 'open'),
    ...invites.filter(({ state }) => state !== 'open').slice(0, MAX_CLOSED),
  ];
  return (
    <Panel title={t('Invitations')}>
      {error && !shown && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !shown && (
        <Box role="status" aria-label={t('Loading invitations')}>
          <Skeleton height={36} />
        </Box>
      )}
      {shown?.length === 0 && (
        <Box sx={{ color: 'text.secondary' }}>
          {t('No invitations yet. “Invite” creates a link with which a colleague chooses a password.')}
        </Box>
      )}
      {shown && shown.length > 0 && (
        <Box
          component="ul"
          aria-label={t('Invitations')}
          sx={{ listStyle: 'none', m: 0, p: 0, '& > li + li': { borderTop: 1, borderColor: 'divider' } }}
        >
          {shown.map((invite) => (
            <InviteRow key={invite.id} invite={invite} onCreated={setCreated} />
          ))}
        </Box>
      )}
      {created && <InviteLinkDialog invite={created} close={() => setCreated(null)} />}
    </Panel>
  );
}

const InviteRow = ({
  invite,
  onCreated,
}: {
  invite: StaffInvite;
  onCreated: (created: StaffInviteLink) => void;
}) => (
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
        <bdi>{invite.name}</bdi>{' '}
        <Badge color={COLORS[invite.state]}>{INVITE_STATE_NAMES[invite.state]}</Badge>
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.88rem', overflowWrap: 'anywhere' }}>
        {invite.kind === 'reset' ? t('new password') : ROLE_NAMES[invite.role]} · <bdi>{invite.email}</bdi> ·{' '}
        <When invite={invite} />
        {invite.createdBy && <> · {t('by {name}', { name: invite.createdBy.name })}</>}
        {invite.linkDueTo && <> · {t('approved: whoever requested it gets the link with “New link”')}</>}
      </Box>
    </Box>
    {invite.state !== 'used' && (
      <Box sx={{ display: 'flex', gap: 1 }}>
        <ReissueInviteButton invite={invite} onCreated={onCreated} />
        {invite.state === 'open' && <RevokeInviteButton invite={invite} />}
      </Box>
    )}
  </Box>
);

function When({ invite: { state, expiresAt, usedAt, revokedAt } }: { invite: StaffInvite }) {
  if (state === 'used')
    return <Rich text={t('used <time></time>')} tags={{ time: () => <TimeText at={usedAt} ago /> }} />;
  if (state === 'revoked')
    return <Rich text={t('revoked <time></time>')} tags={{ time: () => <TimeText at={revokedAt} ago /> }} />;
  return (
    <Rich
      text={state === 'open' ? t('valid until <time></time>') : t('expired <time></time>')}
      tags={{ time: () => <TimeText at={expiresAt} /> }}
    />
  );
}
