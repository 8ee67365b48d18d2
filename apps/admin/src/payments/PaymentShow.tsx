import { Alert, AlertTitle } from '@mui/material';
import { CopyText } from '../fields/CopyText.tsx';
import { shortUsd } from '../fields/formats.ts';
import { Panel } from '../fields/Panel.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import { WhereIsMoney } from '../money/WhereIsMoney.tsx';
import type { LedgerRow, Payment, SuspenseItem } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { RecordNotes } from '../records/NotesPanel.tsx';
import { attentionDetails } from '../records/paymentAttention.ts';
import { UserLink } from '../records/people.tsx';
import { ProviderReport } from '../records/ProviderReport.tsx';
import { PaymentStatusBadge } from '../records/statusBadges.tsx';
import { SuspenseCard, suspenseColumns } from '../records/suspenseColumns.tsx';
import { TransactionCard, transactionColumnsOfUser } from '../records/transactionColumns.tsx';
import { AcknowledgeButton } from './actions/AcknowledgeButton.tsx';
import { PaymentActions } from './actions/PaymentActions.tsx';
import { PaymentAddress } from './PaymentAddress.tsx';
import { PaymentBreakdown } from './PaymentBreakdown.tsx';
import { PaymentFacts } from './PaymentFacts.tsx';

/** One payment: what was requested, what arrived, where it went, and its actions. */
export const PaymentShow = () => (
  <ShowPage<Payment> resource="payments">{(payment) => <Page payment={payment} />}</ShowPage>
);

const Page = ({ payment }: { payment: Payment }) => (
  <>
    <PageHeader
      title={`${shortUsd(payment.amountUsd)} in ${payment.currencyDisplayName}`}
      badge={<PaymentStatusBadge status={payment.status} />}
      hint={
        <>
          for <UserLink id={payment.userId} /> ·{' '}
          <CopyText text={payment.internalPaymentId} label="payment id" />
        </>
      }
      actions={<PaymentActions payment={payment} />}
    />
    <AttentionAlert payment={payment} />
    <WhereIsMoney of="payment" id={payment.id} />
    <PageColumns
      main={
        <>
          <PaymentBreakdown payment={payment} />
          <Panel title="Details">
            <PaymentFacts payment={payment} />
          </Panel>
          <RelatedRows<LedgerRow>
            title="Ledger rows"
            resource="transactions"
            filter={{ paymentId: payment.id }}
            columns={transactionColumnsOfUser}
            card={(row) => <TransactionCard row={row} />}
            empty="No ledger rows yet."
          />
          {payment.suspenseAmountUsd !== '0.00' && (
            <RelatedRows<SuspenseItem>
              title="In suspense"
              resource="suspense"
              filter={{ paymentId: payment.id }}
              columns={suspenseColumns}
              card={(item) => <SuspenseCard item={item} />}
              empty="No suspense items."
            />
          )}
          {payment.providerData !== undefined && payment.providerData !== null && (
            <Panel title="Latest provider report">
              <ProviderReport body={payment.providerData} />
            </Panel>
          )}
        </>
      }
      side={
        <>
          <PaymentAddress payment={payment} />
          <RecordNotes notes={payment.notes} action="payments.addNote" id={payment.id} />
          <AuditPanel subjectId={payment.id} />
        </>
      }
    />
  </>
);

/** Why a payment is flagged, what to do about it, and the button that clears the flag. */
function AttentionAlert({ payment }: { payment: Payment }) {
  if (payment.needsAttention === null) return null;
  const { name, what, todo } = attentionDetails(payment.needsAttention);
  return (
    <Alert
      severity="error"
      sx={{
        mb: 2,
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        '& .MuiAlert-action': { alignItems: 'flex-start', whiteSpace: 'nowrap' },
      }}
      action={<AcknowledgeButton payment={payment} flag={payment.needsAttention} />}
    >
      <AlertTitle>{name}</AlertTitle>
      {what} <strong>What to do:</strong> {todo}
    </Alert>
  );
}
