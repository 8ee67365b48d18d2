import { Alert, Button, Tab, Tabs } from '@mui/material';
import { userCan } from '@paydesk/types/rules';
import { useState } from 'react';
import { useGetOne } from 'react-admin';
import { Link } from 'react-router-dom';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { WhereIsMoney } from '../money/WhereIsMoney.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Balance, LedgerRow, Payment, User, Withdrawal } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { RecordNotes } from '../records/NotesPanel.tsx';
import { BalanceFacts } from '../records/BalanceFacts.tsx';
import { PaymentCard, paymentColumnsOfUser } from '../records/paymentColumns.tsx';
import { TransactionCard, transactionColumnsOfUser } from '../records/transactionColumns.tsx';
import { WithdrawalCard, withdrawalColumnsOfUser } from '../records/withdrawalColumns.tsx';
import { UserActions } from './actions/UserActions.tsx';
import { UserStateBadge } from '../records/statusBadges.tsx';

/** One customer: balance, payments, ledger rows, withdrawals, and the actions of staff. */
export const UserShow = () => <ShowPage<User> resource="users">{(user) => <Page user={user} />}</ShowPage>;

const Page = ({ user }: { user: User }) => (
  <>
    <PageHeader
      title={user.username}
      badge={<UserStateBadge user={user} />}
      hint={user.externalId}
      actions={<UserActions user={user} />}
    />
    {user.isFrozen && (
      <Alert severity="warning" sx={{ mb: 2 }}>
        Frozen: no charge and no withdrawal; deposits still credit.{' '}
        {user.frozenNote && `“${user.frozenNote}”`}
      </Alert>
    )}
    <WhereIsMoney of="user" id={user.id} />
    <PageColumns
      main={<Rows userId={user.id} />}
      side={
        <>
          <BalancePanel userId={user.id} />
          <Panel title="Details">
            <Facts
              facts={[
                ['External id', <CopyText key="external" text={user.externalId} label="external id" />],
                ['E-mail', user.email ?? '–'],
                ['Created', <TimeText key="created" at={user.createdAt} />],
                ['Active tokens', user.liveTokens],
                ['Frozen', user.frozenAt && <TimeText key="frozen" at={user.frozenAt} />],
                ['Anonymised', user.anonymizedAt && <TimeText key="anonymized" at={user.anonymizedAt} />],
                ['Id', <CopyText key="id" text={user.id} label="id" />],
              ]}
            />
          </Panel>
          <RecordNotes notes={user.notes} action="users.addNote" id={user.id} can={userCan.addNote(user)} />
          <AuditPanel subjectId={user.id} />
        </>
      }
    />
  </>
);

function BalancePanel({ userId }: { userId: string }) {
  const { data } = useGetOne<Balance>('balances', { id: userId });
  if (!data) return null;
  return (
    <Panel
      title="Balance"
      action={
        <RowLink resource="balances" id={data.id}>
          Open
        </RowLink>
      }
    >
      <BalanceFacts balance={data} />
    </Panel>
  );
}

function Rows({ userId }: { userId: string }) {
  const [tab, setTab] = useState<'payments' | 'transactions' | 'withdrawals'>('payments');
  const may = useMay();
  const filter = { userId };
  return (
    <>
      <Tabs
        value={tab}
        onChange={(_event, value: typeof tab) => setTab(value)}
        aria-label="Rows of this user"
        variant="scrollable"
        scrollButtons={false}
        sx={{ minHeight: 40 }}
      >
        <Tab value="payments" label="Payments" />
        <Tab value="transactions" label="Transactions" />
        <Tab value="withdrawals" label="Withdrawals" />
      </Tabs>
      {tab === 'payments' && (
        <RelatedRows<Payment>
          title="Payments"
          resource="payments"
          filter={filter}
          columns={paymentColumnsOfUser}
          card={(payment) => <PaymentCard payment={payment} />}
          limit={15}
          empty="No payments yet."
        />
      )}
      {tab === 'transactions' && (
        <RelatedRows<LedgerRow>
          title="Transactions"
          resource="transactions"
          filter={filter}
          columns={transactionColumnsOfUser}
          card={(row) => <TransactionCard row={row} />}
          limit={15}
          empty="No ledger rows yet."
        />
      )}
      {tab === 'withdrawals' && (
        <RelatedRows<Withdrawal>
          title="Withdrawals"
          resource="withdrawals"
          filter={filter}
          columns={withdrawalColumnsOfUser}
          card={(withdrawal) => <WithdrawalCard withdrawal={withdrawal} />}
          limit={15}
          empty="No withdrawals yet."
        />
      )}
      <div>
        {tab === 'payments' && may('payments.create') && (
          <Button component={Link} to={`/payments/create?userId=${userId}`}>
            Create payment for this user
          </Button>
        )}
        {tab === 'withdrawals' && may('withdrawals.create') && (
          <Button component={Link} to={`/withdrawals/create?userId=${userId}`}>
            Create withdrawal for this user
          </Button>
        )}
      </div>
    </>
  );
}
