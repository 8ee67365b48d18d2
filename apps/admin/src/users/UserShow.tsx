import { Alert, Tab, Tabs } from '@mui/material';
import { userCan } from '@paydesk/types/rules';
import { useState } from 'react';
import { useGetOne } from 'react-admin';
import { PermittedButton } from '../commands/PermittedButton.tsx';
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
import type { Balance, LedgerRow, Payment, User, Withdrawal } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { RecordNotes } from '../records/NotesPanel.tsx';
import { BalanceFacts } from '../records/BalanceFacts.tsx';
import { PaymentCard, paymentColumnsOfUser } from '../records/paymentColumns.tsx';
import { TransactionCard, transactionColumnsOfUser } from '../records/transactionColumns.tsx';
import { WithdrawalCard, withdrawalColumnsOfUser } from '../records/withdrawalColumns.tsx';
import { UserActions } from './actions/UserActions.tsx';
import { UserStateBadge } from '../records/statusBadges.tsx';
import { asWritten, t } from '../texts/t.ts';

/** One customer: balance, payments, ledger rows, withdrawals, and the actions of staff. */
export const UserShow = () => <ShowPage<User> resource="users">{(user) => <Page user={user} />}</ShowPage>;

const Page = ({ user }: { user: User }) => (
  <>
    <PageHeader
      title={asWritten(user.username)}
      badge={<UserStateBadge user={user} />}
      hint={user.externalId}
      actions={<UserActions user={user} />}
    />
    {user.isFrozen && (
      <Alert severity="warning" sx={{ mb: 2 }}>
        {t('Frozen: no charge and no withdrawal; deposits still credit.')}{' '}
        {user.frozenNote && t('“{text}”', { text: user.frozenNote })}
      </Alert>
    )}
    <WhereIsMoney of="user" id={user.id} />
    <PageColumns
      main={<Rows userId={user.id} />}
      side={
        <>
          <BalancePanel userId={user.id} />
          <Panel title={t('Details')}>
            <Facts
              facts={[
                [
                  t('External id'),
                  <CopyText key="external" text={user.externalId} label={t('external id')} />,
                ],
                [t('E-mail'), user.email ?? '–'],
                [t('Created'), <TimeText key="created" at={user.createdAt} />],
                [t('Active tokens'), user.liveTokens],
                [t('Frozen'), user.frozenAt && <TimeText key="frozen" at={user.frozenAt} />],
                [t('Anonymised'), user.anonymizedAt && <TimeText key="anonymized" at={user.anonymizedAt} />],
                [t('Id'), <CopyText key="id" text={user.id} label={t('id')} />],
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
      title={t('Balance')}
      action={
        <RowLink resource="balances" id={data.id}>
          {t('Open the page')}
        </RowLink>
      }
    >
      <BalanceFacts balance={data} />
    </Panel>
  );
}

function Rows({ userId }: { userId: string }) {
  const [tab, setTab] = useState<'payments' | 'transactions' | 'withdrawals'>('payments');
  const filter = { userId };
  return (
    <>
      <Tabs
        value={tab}
        onChange={(_event, value: typeof tab) => setTab(value)}
        aria-label={t('Rows of this user')}
        variant="scrollable"
        scrollButtons={false}
        sx={{ minHeight: 40 }}
      >
        <Tab value="payments" label={t('Payments')} />
        <Tab value="transactions" label={t('Transactions')} />
        <Tab value="withdrawals" label={t('Withdrawals')} />
      </Tabs>
      {tab === 'payments' && (
        <RelatedRows<Payment>
          title={t('Payments')}
          resource="payments"
          filter={filter}
          columns={paymentColumnsOfUser}
          card={(payment) => <PaymentCard payment={payment} />}
          limit={15}
          empty={t('No payments yet.')}
        />
      )}
      {tab === 'transactions' && (
        <RelatedRows<LedgerRow>
          title={t('Transactions')}
          resource="transactions"
          filter={filter}
          columns={transactionColumnsOfUser}
          card={(row) => <TransactionCard row={row} />}
          limit={15}
          empty={t('No ledger rows yet.')}
        />
      )}
      {tab === 'withdrawals' && (
        <RelatedRows<Withdrawal>
          title={t('Withdrawals')}
          resource="withdrawals"
          filter={filter}
          columns={withdrawalColumnsOfUser}
          card={(withdrawal) => <WithdrawalCard withdrawal={withdrawal} />}
          limit={15}
          empty={t('No withdrawals yet.')}
        />
      )}
      <div>
        {tab === 'payments' && (
          <PermittedButton action="payments.create" to={`/payments/create?userId=${userId}`}>
            {t('Create payment for this user')}
          </PermittedButton>
        )}
        {tab === 'withdrawals' && (
          <PermittedButton action="withdrawals.create" to={`/withdrawals/create?userId=${userId}`}>
            {t('Create withdrawal for this user')}
          </PermittedButton>
        )}
      </div>
    </>
  );
}
