import { statusLabel } from '@paydesk/types/rules';
import { ActorText } from '../fields/ActorText.tsx';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { JsonDetails } from '../fields/JsonDetails.tsx';
import { Panel } from '../fields/Panel.tsx';
import { RowLink } from '../fields/RowLink.tsx';
import { SuspenseStatusBadge } from '../fields/statusBadges.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { UserLink } from '../fields/UserLink.tsx';
import { AuditPanel } from '../layout/AuditPanel.tsx';
import { Columns } from '../layout/Columns.tsx';
import { PageHeader } from '../layout/PageHeader.tsx';
import { ShowPage } from '../layout/ShowPage.tsx';
import type { SuspenseItem } from '../providers/wire.ts';
import { CreditSuspenseButton } from './CreditSuspenseButton.tsx';
import { ReturnSuspenseButton } from './ReturnSuspenseButton.tsx';
import { SUSPENSE_REASON_WORDS } from './suspenseReasons.ts';
import { WriteOffSuspenseButton } from './WriteOffSuspenseButton.tsx';

/** One amount that waits: why, whose, and the three ways out. */
export const SuspenseShow = () => <ShowPage<SuspenseItem> resource="suspense">{(item) => <Page item={item} />}</ShowPage>;

const Page = ({ item }: { item: SuspenseItem }) => (
  <>
    <PageHeader
      title={`${statusLabel(item.reason)}: ${item.amountDisplay}`}
      badge={<SuspenseStatusBadge status={item.status} />}
      hint={SUSPENSE_REASON_WORDS[item.reason]}
      actions={
        <>
          <CreditSuspenseButton item={item} />
          <ReturnSuspenseButton item={item} />
          <WriteOffSuspenseButton item={item} />
        </>
      }
    />
    <Columns
      main={
        <>
          <Panel title="Details">
            <Facts
              facts={[
                ['Received', `${item.amount} ${item.currencyCode}`],
                ['Worth', <Usd key="usd" amount={item.amountUsd} strong />],
                ['User', item.userId ? <UserLink key="user" id={item.userId} /> : 'unknown'],
                ['Payment', item.paymentId ? <RowLink key="payment" resource="payments" id={item.paymentId}>Open the payment</RowLink> : 'unknown to the desk'],
                ['Provider payment id', <CopyText key="provider" text={item.providerPaymentId} label="provider payment id" />],
                ['Arrived', <TimeText key="created" at={item.createdAt} />],
                ['Resolved', item.resolvedAt && <TimeText key="resolved" at={item.resolvedAt} />],
                ['Resolved by', item.resolvedBy && <ActorText key="by" actor={item.resolvedBy} />],
                ['Note', item.note],
                ['Ledger row', item.transactionId && <RowLink key="row" resource="transactions" id={item.transactionId}>Open the deposit</RowLink>],
              ]}
            />
          </Panel>
          <Panel title="Evidence"><JsonDetails label="What the provider reported" value={item.evidence} /></Panel>
        </>
      }
      side={<AuditPanel subjectId={item.id} />}
    />
  </>
);
