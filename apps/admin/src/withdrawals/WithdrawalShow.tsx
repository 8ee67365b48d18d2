import { Panel } from '../fields/Panel.tsx';
import { WithdrawalStatusBadge } from '../fields/statusBadges.tsx';
import { UserLink } from '../fields/UserLink.tsx';
import { Columns } from '../layout/Columns.tsx';
import { PageHeader } from '../layout/PageHeader.tsx';
import { RelatedRows } from '../layout/RelatedRows.tsx';
import { ShowPage } from '../layout/ShowPage.tsx';
import type { LedgerRow, Withdrawal } from '../providers/wire.ts';
import { TransactionCard, transactionColumnsOfUser } from '../transactions/transactionColumns.tsx';
import { ApprovalsPanel } from './ApprovalsPanel.tsx';
import { UserStory } from './UserStory.tsx';
import { WithdrawalActions } from './WithdrawalActions.tsx';
import { WithdrawalAmounts } from './WithdrawalAmounts.tsx';
import { WithdrawalFacts } from './WithdrawalFacts.tsx';
import { WithdrawalTimeline } from './WithdrawalTimeline.tsx';

/** The request beside its user's story: what a careful person wants to see before saying yes. */
export const WithdrawalShow = () => <ShowPage<Withdrawal> resource="withdrawals">{(withdrawal) => <Page withdrawal={withdrawal} />}</ShowPage>;

const Page = ({ withdrawal }: { withdrawal: Withdrawal }) => (
  <>
    <PageHeader
      title={withdrawal.internalWithdrawalId}
      badge={<WithdrawalStatusBadge status={withdrawal.status} />}
      hint={<>{withdrawal.amountDisplay} in {withdrawal.currencyDisplayName} for <UserLink id={withdrawal.userId} /></>}
      actions={<WithdrawalActions withdrawal={withdrawal} />}
    />
    <Columns
      main={
        <>
          <WithdrawalAmounts withdrawal={withdrawal} />
          <Panel title="Request"><WithdrawalFacts withdrawal={withdrawal} /></Panel>
          <RelatedRows<LedgerRow> title="Ledger rows" resource="transactions" filter={{ withdrawalRequestId: withdrawal.id }} columns={transactionColumnsOfUser} card={(row) => <TransactionCard row={row} />} empty="Nothing has been posted yet: completion does that." />
        </>
      }
      side={
        <>
          <ApprovalsPanel withdrawal={withdrawal} />
          <UserStory withdrawal={withdrawal} />
          <Panel title="Timeline"><WithdrawalTimeline withdrawal={withdrawal} /></Panel>
        </>
      }
    />
  </>
);
