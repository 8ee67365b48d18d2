import { shortUsd } from '../fields/formats.ts';
import { Panel } from '../fields/Panel.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { Balance, LedgerRow } from '../providers/records.ts';
import { BalanceFacts } from '../records/BalanceFacts.tsx';
import { UserLink } from '../records/people.tsx';
import { TransactionCard, transactionColumnsOfUser } from '../records/transactionColumns.tsx';
import { BalanceAtPanel } from './BalanceAtPanel.tsx';
import { VerifyPanel } from './VerifyPanel.tsx';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** One customer's balance, its ledger rows, and a check that they add up. */
export const BalanceShow = () => (
  <ShowPage<Balance> resource="balances">
    {(balance) => (
      <>
        <PageHeader
          title={t('Balance {amount}', { amount: shortUsd(balance.balanceUsd) })}
          hint={<Rich text={t('of <user></user>')} tags={{ user: () => <UserLink id={balance.userId} /> }} />}
        />
        <PageColumns
          main={
            <>
              <Panel title={t('Balance')}>
                <BalanceFacts balance={balance} />
              </Panel>
              <RelatedRows<LedgerRow>
                title={t('Newest ledger rows')}
                resource="transactions"
                filter={{ userId: balance.userId }}
                columns={transactionColumnsOfUser}
                card={(row) => <TransactionCard row={row} />}
                limit={10}
                empty={t('No ledger rows yet.')}
              />
            </>
          }
          side={
            <>
              <VerifyPanel userId={balance.userId} />
              <BalanceAtPanel userId={balance.userId} />
            </>
          }
        />
      </>
    )}
  </ShowPage>
);
