import { PAYMENT_STATUS_GROUPS } from '@paydesk/types/rules';
import { Panel } from '../fields/Panel.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { LedgerRow, Payment, SuspenseItem } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { UserLink } from '../records/people.tsx';
import { ProviderReport } from '../records/ProviderReport.tsx';
import { PaymentStatusBadge } from '../records/statusBadges.tsx';
import { SuspenseCard, suspenseColumns } from '../records/suspenseColumns.tsx';
import { TransactionCard, transactionColumnsOfUser } from '../records/transactionColumns.tsx';
import { AttentionAlert } from './AttentionAlert.tsx';
import { PaymentActions } from './PaymentActions.tsx';
import { PaymentAddress } from './PaymentAddress.tsx';
import { PaymentBreakdown } from './PaymentBreakdown.tsx';
import { PaymentFacts } from './PaymentFacts.tsx';
import { PaymentTimeline } from './PaymentTimeline.tsx';

/** One payment: what was asked, what came, where it went, and what may be done. */
export const PaymentShow = () => (
  <ShowPage<Payment>
    resource="payments"
    live={(payment) => PAYMENT_STATUS_GROUPS.active.some((status) => status === payment.status)}
  >
    {(payment) => <Page payment={payment} />}
  </ShowPage>
);

const Page = ({ payment }: { payment: Payment }) => (
  <>
    <PageHeader
      title={payment.internalPaymentId}
      badge={<PaymentStatusBadge status={payment.status} />}
      hint={
        <>
          {payment.amountDisplay} in {payment.currencyDisplayName} for <UserLink id={payment.userId} />
        </>
      }
      actions={<PaymentActions payment={payment} />}
    />
    <AttentionAlert payment={payment} />
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
            empty="Nothing has been posted for this payment."
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
            <Panel title="The provider’s last report">
              <ProviderReport body={payment.providerData} />
            </Panel>
          )}
        </>
      }
      side={
        <>
          <PaymentAddress payment={payment} />
          <Panel title="Timeline">
            <PaymentTimeline payment={payment} />
          </Panel>
          <AuditPanel subjectId={payment.id} />
        </>
      }
    />
  </>
);
