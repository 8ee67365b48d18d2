import { Alert, Box, Skeleton } from '@mui/material';
import { HOLDING_WITHDRAWAL_STATUSES } from '@paydesk/types/rules';
import { useGetList, useGetOne } from 'react-admin';
import { ErrorState } from '../fields/ErrorState.tsx';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { RowLink } from '../fields/RowLink.tsx';
import { WithdrawalStatusBadge } from '../fields/statusBadges.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { UserLink } from '../fields/UserLink.tsx';
import type { Balance, User, Withdrawal } from '../providers/wire.ts';

/** Who asks: since when, with what balance, and what was asked before. */
export function UserStory({ withdrawal }: { withdrawal: Withdrawal }) {
  const user = useGetOne<User>('users', { id: withdrawal.userId });
  const balance = useGetOne<Balance>('balances', { id: withdrawal.userId });
  return (
    <Panel title="The user">
      {user.data?.isFrozen && <Alert severity="error" sx={{ mb: 1 }}>This user is frozen: {user.data.frozenNote ?? 'no reason given'}</Alert>}
      {user.error || balance.error ? <ErrorState error={user.error ?? balance.error} /> : null}
      {user.data && balance.data ? <Numbers user={user.data} balance={balance.data} holds={HOLDING_WITHDRAWAL_STATUSES.includes(withdrawal.status)} /> : <Skeleton height={120} />}
      <Earlier withdrawal={withdrawal} />
    </Panel>
  );
}

const Numbers = ({ user, balance, holds }: { user: User; balance: Balance; holds: boolean }) => (
  <Facts
    dense
    facts={[
      ['Name', <UserLink key="name" id={user.id} />],
      ['Customer since', <TimeText key="since" at={user.createdAt} />],
      ['Balance', <RowLink key="balance" resource="balances" id={balance.id}><Usd amount={balance.balanceUsd} strong /></RowLink>],
      [holds ? 'Held, with this one' : 'Held for others', <Usd key="held" amount={balance.heldUsd} />],
      ['Available', <Usd key="available" amount={balance.availableUsd} />],
      ['Deposited in all', <Usd key="deposited" amount={balance.totalDeposited} />],
      ['Withdrawn in all', <Usd key="withdrawn" amount={balance.totalWithdrawn} />],
    ]}
  />
);

function Earlier({ withdrawal }: { withdrawal: Withdrawal }) {
  const { data } = useGetList<Withdrawal>('withdrawals', { pagination: { page: 1, perPage: 6 }, sort: { field: 'createdAt', order: 'DESC' }, filter: { userId: withdrawal.userId } });
  const others = data?.filter(({ id }) => id !== withdrawal.id).slice(0, 5) ?? [];
  return (
    <Box sx={{ mt: 1.5 }}>
      <Box component="h3" sx={{ m: 0, mb: 0.5, fontSize: '0.92rem' }}>Other withdrawals</Box>
      {others.length === 0 && <Box sx={{ color: 'text.secondary' }}>None: this is the first.</Box>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', '& li': { display: 'flex', flexWrap: 'wrap', gap: 1, justifyContent: 'space-between', py: 0.4 } }}>
        {others.map((other) => (
          <li key={other.id}>
            <span>
              <RowLink resource="withdrawals" id={other.id}><TimeText at={other.createdAt} ago /></RowLink>
              {other.walletAddress === withdrawal.walletAddress && ' · same address'}
            </span>
            <span><Usd amount={other.amountUsd} /> <WithdrawalStatusBadge status={other.status} /></span>
          </li>
        ))}
      </Box>
    </Box>
  );
}
