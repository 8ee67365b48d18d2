import KnownIcon from '@mui/icons-material/CheckCircleOutlined';
import OthersIcon from '@mui/icons-material/GroupsOutlined';
import AskedIcon from '@mui/icons-material/HistoryOutlined';
import NewIcon from '@mui/icons-material/NewReleasesOutlined';
import { Alert, AlertTitle, Box } from '@mui/material';
import { RowLink } from '../../fields/links.tsx';
import { Panel } from '../../fields/Panel.tsx';
import { TimeText } from '../../fields/TimeText.tsx';
import type { WithdrawalReview } from '../../providers/records.ts';
import { AddressComparison } from './AddressComparison.tsx';
import { StatusLine } from '../../fields/StatusLine.tsx';

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** How the address relates to earlier withdrawals of this user and of others. */
export function AddressPanel({ review: { address, withdrawal } }: { review: WithdrawalReview }) {
  return (
    <Panel title="Address">
      <Box sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Known address={address} />
        {address.lookAlike !== null && (
          <Alert severity="error" sx={{ '& .MuiAlert-message': { minWidth: 0, flex: 1 } }}>
            <AlertTitle>This address looks like another one of this user</AlertTitle>
            <Box sx={{ mb: 1 }}>
              {address.lookAlike.message}
              {address.lookAlike.lastUsedAt !== null && (
                <>
                  {' '}
                  The other one was last used <TimeText at={address.lookAlike.lastUsedAt} ago />.
                </>
              )}
            </Box>
            <AddressComparison own={withdrawal.walletAddress} other={address.lookAlike.address} />
          </Alert>
        )}
        <Others users={address.otherUsers} />
      </Box>
    </Panel>
  );
}

function Known({ address: { paidBefore, earlierRequests, firstUsedAt } }: Pick<WithdrawalReview, 'address'>) {
  const since = firstUsedAt !== null && (
    <>
      , first used <TimeText at={firstUsedAt} ago />
    </>
  );
  if (paidBefore > 0)
    return (
      <StatusLine tone="good" icon={<KnownIcon />}>
        This user was paid at this address {times(paidBefore)} before{since}.
      </StatusLine>
    );
  if (earlierRequests > 0)
    return (
      <StatusLine tone="warning" icon={<AskedIcon />}>
        This user requested it {times(earlierRequests)} before, but was never paid here{since}.
      </StatusLine>
    );
  return (
    <StatusLine tone="warning" icon={<NewIcon />}>
      New: this user has never used this address.
    </StatusLine>
  );
}

function Others({ users }: { users: WithdrawalReview['address']['otherUsers'] }) {
  if (users.length === 0)
    return (
      <StatusLine tone="good" icon={<OthersIcon />}>
        No other user has used this address.
      </StatusLine>
    );
  return (
    <StatusLine tone="warning" icon={<OthersIcon />}>
      {users.length === 1
        ? 'Another user has used the same address:'
        : `${users.length >= 20 ? 'At least 20' : users.length} other users have used the same address:`}
      <Box component="ul" aria-label="Other users" sx={{ m: 0, mt: 0.5, pl: 2.25 }}>
        {users.map(({ userId, username, requests, lastAt }) => (
          <li key={userId}>
            <RowLink resource="users" id={userId}>
              {username}
            </RowLink>{' '}
            {times(requests)}, last <TimeText at={lastAt} ago />
          </li>
        ))}
      </Box>
    </StatusLine>
  );
}
