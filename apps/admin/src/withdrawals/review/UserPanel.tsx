import { Alert } from '@mui/material';
import { Facts } from '../../fields/Facts.tsx';
import { age } from '../../fields/formats.ts';
import { RowLink } from '../../fields/links.tsx';
import { Panel } from '../../fields/Panel.tsx';
import { TimeText } from '../../fields/TimeText.tsx';
import { Usd } from '../../fields/Usd.tsx';
import type { WithdrawalReview } from '../../providers/records.ts';
import { BalanceSparkline } from './BalanceSparkline.tsx';

const times = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The user: since when, deposits, withdrawals, and the balance over time. */
export function UserPanel({ review: { user, withdrawal, serverTime } }: { review: WithdrawalReview }) {
  const holdsThis = ['pending', 'approved', 'processing'].includes(withdrawal.status);
  return (
    <Panel title="User">
      {user.isFrozen && (
        <Alert severity="error" sx={{ mb: 1.5 }}>
          This user is frozen: no money may leave.
        </Alert>
      )}
      <Facts
        dense
        facts={[
          [
            'Name',
            <RowLink key="name" resource="users" id={user.id} title={`${user.username} (${user.externalId})`}>
              {user.username}
            </RowLink>,
          ],
          [
            'Customer for',
            <span key="age">
              {age(user.createdAt, new Date(serverTime))}, since <TimeText at={user.createdAt} />
            </span>,
          ],
          [
            'Deposits',
            <Counted
              key="deposits"
              text={times(user.deposits.count, 'deposit', 'deposits')}
              amount={user.deposits.amountUsd}
              lastAt={user.deposits.lastAt}
              none="none"
            />,
          ],
          [
            'Paid out',
            <Counted
              key="paid"
              text={times(user.withdrawals.count, 'withdrawal', 'withdrawals')}
              amount={user.withdrawals.amountUsd}
              lastAt={user.withdrawals.lastAt}
              none="none"
            />,
          ],
          [
            'Balance',
            <RowLink key="balance" resource="balances" id={user.id}>
              <Usd amount={user.balanceUsd} strong />
            </RowLink>,
          ],
          [holdsThis ? 'Held, including this one' : 'Held', <Usd key="held" amount={user.heldUsd} />],
          ['Available', <Usd key="available" amount={user.availableUsd} />],
        ]}
      />
      <BalanceSparkline days={user.balanceByDay} />
    </Panel>
  );
}

function Counted({
  text,
  amount,
  lastAt,
  none,
}: {
  text: string;
  amount: string;
  lastAt: string | null;
  none: string;
}) {
  if (lastAt === null) return <span>{none}</span>;
  return (
    <span>
      <Usd amount={amount} /> in {text}, last <TimeText at={lastAt} ago />
    </span>
  );
}
