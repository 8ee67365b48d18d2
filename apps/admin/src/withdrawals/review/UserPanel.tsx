import { Alert } from '@mui/material';
import { isOpenWithdrawal } from '@paydesk/types/rules';
import { Facts } from '../../fields/Facts.tsx';
import { age } from '../../fields/formats.ts';
import { RowLink } from '../../fields/links.tsx';
import { Panel } from '../../fields/Panel.tsx';
import { TimeText } from '../../fields/TimeText.tsx';
import { Usd } from '../../fields/Usd.tsx';
import type { WithdrawalReview } from '../../providers/records.ts';
import { BalanceSparkline } from './BalanceSparkline.tsx';
import { plural, t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

/** The user: since when, deposits, withdrawals, and the balance over time. */
export function UserPanel({ review: { user, withdrawal, serverTime } }: { review: WithdrawalReview }) {
  const holdsThis = isOpenWithdrawal(withdrawal);
  return (
    <Panel title={t('User')}>
      {user.isFrozen && (
        <Alert severity="error" sx={{ mb: 1.5 }}>
          {t('This user is frozen: no money may leave.')}
        </Alert>
      )}
      <Facts
        dense
        facts={[
          [
            t('Name'),
            <RowLink key="name" resource="users" id={user.id} title={`${user.username} (${user.externalId})`}>
              {user.username}
            </RowLink>,
          ],
          [
            t('Customer for'),
            <span key="age">
              <Rich
                text={t('{age}, since <time></time>', {
                  age: age(user.createdAt, new Date(serverTime)),
                })}
                tags={{ time: () => <TimeText at={user.createdAt} /> }}
              />
            </span>,
          ],
          [
            t('Deposits'),
            <Counted
              key="deposits"
              text={plural(user.deposits.count, {
                one: '<amount></amount> in {count} deposit, last <time></time>',
                other: '<amount></amount> in {count} deposits, last <time></time>',
              })}
              amount={user.deposits.amountUsd}
              lastAt={user.deposits.lastAt}
              none={t('none')}
            />,
          ],
          [
            t('Paid out'),
            <Counted
              key="paid"
              text={plural(user.withdrawals.count, {
                one: '<amount></amount> in {count} withdrawal, last <time></time>',
                other: '<amount></amount> in {count} withdrawals, last <time></time>',
              })}
              amount={user.withdrawals.amountUsd}
              lastAt={user.withdrawals.lastAt}
              none={t('none')}
            />,
          ],
          [
            t('Balance'),
            <RowLink key="balance" resource="balances" id={user.id}>
              <Usd amount={user.balanceUsd} strong />
            </RowLink>,
          ],
          [holdsThis ? t('Held, including this one') : t('Held'), <Usd key="held" amount={user.heldUsd} />],
          [t('Available'), <Usd key="available" amount={user.availableUsd} />],
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
      <Rich
        text={text}
        tags={{ amount: () => <Usd amount={amount} />, time: () => <TimeText at={lastAt} ago /> }}
      />
    </span>
  );
}
