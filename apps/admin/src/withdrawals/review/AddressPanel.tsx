import KnownIcon from '@mui/icons-material/CheckCircleOutlined';
import OthersIcon from '@mui/icons-material/GroupsOutlined';
import AskedIcon from '@mui/icons-material/HistoryOutlined';
import NewIcon from '@mui/icons-material/NewReleasesOutlined';
import { Alert, AlertTitle, Box } from '@mui/material';
import { MAX_OTHER_ADDRESS_USERS } from '@paydesk/types/rules';
import { RowLink } from '../../fields/links.tsx';
import { Panel } from '../../fields/Panel.tsx';
import { TimeText } from '../../fields/TimeText.tsx';
import type { WithdrawalReview } from '../../providers/records.ts';
import { AddressComparison } from './AddressComparison.tsx';
import { StatusLine } from '../../fields/StatusLine.tsx';
import { useServerSentence } from '../../texts/serverSentence.ts';
import { plural, t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

/** How the address relates to earlier withdrawals of this user and of others. */
export function AddressPanel({ review: { address, withdrawal } }: { review: WithdrawalReview }) {
  const written = useServerSentence();
  return (
    <Panel title={t('Address')}>
      <Box sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Known address={address} />
        {address.lookAlike !== null && (
          <Alert severity="error" sx={{ '& .MuiAlert-message': { minWidth: 0, flex: 1 } }}>
            <AlertTitle>{t('This address looks like another one of this user')}</AlertTitle>
            <Box sx={{ mb: 1 }}>
              {written(address.lookAlike.message)}
              {address.lookAlike.lastUsedAt !== null && (
                <>
                  {' '}
                  <LastUsed at={address.lookAlike.lastUsedAt} />
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

const LastUsed = ({ at }: { at: string }) => (
  <Rich
    text={t('The other one was last used <time></time>.')}
    tags={{ time: () => <TimeText at={at} ago /> }}
  />
);

function Known({ address: { paidBefore, earlierRequests, firstUsedAt } }: Pick<WithdrawalReview, 'address'>) {
  const tags = { time: () => firstUsedAt !== null && <TimeText at={firstUsedAt} ago /> };
  if (paidBefore > 0)
    return (
      <StatusLine tone="good" icon={<KnownIcon />}>
        <Rich text={paidText(paidBefore, firstUsedAt !== null)} tags={tags} />
      </StatusLine>
    );
  if (earlierRequests > 0)
    return (
      <StatusLine tone="warning" icon={<AskedIcon />}>
        <Rich text={requestedText(earlierRequests, firstUsedAt !== null)} tags={tags} />
      </StatusLine>
    );
  return (
    <StatusLine tone="warning" icon={<NewIcon />}>
      {t('New: this user has never used this address.')}
    </StatusLine>
  );
}

function paidText(count: number, hasFirst: boolean): string {
  if (count === 2)
    return hasFirst
      ? t('This user was paid at this address twice before, first used <time></time>.')
      : t('This user was paid at this address twice before.');
  return hasFirst
    ? plural(count, {
        one: 'This user was paid at this address once before, first used <time></time>.',
        other: 'This user was paid at this address {count} times before, first used <time></time>.',
      })
    : plural(count, {
        one: 'This user was paid at this address once before.',
        other: 'This user was paid at this address {count} times before.',
      });
}

function requestedText(count: number, hasFirst: boolean): string {
  if (count === 2)
    return hasFirst
      ? t('This user requested it twice before, but was never paid here, first used <time></time>.')
      : t('This user requested it twice before, but was never paid here.');
  return hasFirst
    ? plural(count, {
        one: 'This user requested it once before, but was never paid here, first used <time></time>.',
        other:
          'This user requested it {count} times before, but was never paid here, first used <time></time>.',
      })
    : plural(count, {
        one: 'This user requested it once before, but was never paid here.',
        other: 'This user requested it {count} times before, but was never paid here.',
      });
}

function othersText(count: number): string {
  if (count >= MAX_OTHER_ADDRESS_USERS)
    return t('At least {count} other users have used the same address:', { count });
  return plural(count, {
    one: 'Another user has used the same address:',
    other: '{count} other users have used the same address:',
  });
}

const usedText = (count: number): string =>
  count === 2
    ? t('twice, last <time></time>')
    : plural(count, { one: 'once, last <time></time>', other: '{count} times, last <time></time>' });

function Others({ users }: { users: WithdrawalReview['address']['otherUsers'] }) {
  if (users.length === 0)
    return (
      <StatusLine tone="good" icon={<OthersIcon />}>
        {t('No other user has used this address.')}
      </StatusLine>
    );
  return (
    <StatusLine tone="warning" icon={<OthersIcon />}>
      {othersText(users.length)}
      <Box component="ul" aria-label={t('Other users')} sx={{ m: 0, mt: 0.5, pl: 2.25 }}>
        {users.map(({ userId, username, requests, lastAt }) => (
          <li key={userId}>
            <RowLink resource="users" id={userId}>
              {username}
            </RowLink>{' '}
            <Rich text={usedText(requests)} tags={{ time: () => <TimeText at={lastAt} ago /> }} />
          </li>
        ))}
      </Box>
    </StatusLine>
  );
}
