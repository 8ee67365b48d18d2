import { Panel } from '../fields/Panel.tsx';
import { UserLink } from '../fields/UserLink.tsx';
import { Columns } from '../layout/Columns.tsx';
import { PageHeader } from '../layout/PageHeader.tsx';
import { RelatedRows } from '../layout/RelatedRows.tsx';
import { ShowPage } from '../layout/ShowPage.tsx';
import type { Balance, LedgerRow } from '../providers/wire.ts';
import { TransactionCard, transactionColumnsOfUser } from '../transactions/transactionColumns.tsx';
import { BalanceAtPanel } from './BalanceAtPanel.tsx';
import { BalanceFacts } from './BalanceFacts.tsx';
import { VerifyPanel } from './VerifyPanel.tsx';

/** One customer's balance, its rows, and whether they add up. */
export const BalanceShow = () => (
  <ShowPage<Balance> resource="balances">
    {(balance) => (
      <>
        <PageHeader
          title={`Balance ${balance.balanceDisplay}`}
          hint={
            <>
              of <UserLink id={balance.userId} />
            </>
          }
        />
        <Columns
          main={
            <>
              <Panel title="Balance">
                <BalanceFacts balance={balance} />
              </Panel>
              <RelatedRows<LedgerRow>
                title="Newest ledger rows"
                resource="transactions"
                filter={{ userId: balance.userId }}
                columns={transactionColumnsOfUser}
                card={(row) => <TransactionCard row={row} />}
                limit={10}
                empty="No ledger rows yet."
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
