import { statusLabel } from '@paydesk/types/rules';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { LedgerRow } from '../providers/records.ts';
import { ActorText, UserLink } from '../records/people.tsx';
import { referenceFacts } from '../records/referenceFacts.tsx';
import { TransactionTypeBadge } from '../records/statusBadges.tsx';
import { RefundButton } from './RefundButton.tsx';

/** One ledger row: what moved, why, and its place in the hash chain. */
export const TransactionShow = () => (
  <ShowPage<LedgerRow> resource="transactions">{(row) => <Page row={row} />}</ShowPage>
);

const Page = ({ row }: { row: LedgerRow }) => (
  <>
    <PageHeader
      title={`${statusLabel(row.transactionType)} ${row.amountDisplay}`}
      badge={<TransactionTypeBadge type={row.transactionType} />}
      hint={
        <>
          Row {row.seq} of <UserLink id={row.userId} />
        </>
      }
      actions={row.transactionType === 'payment' && <RefundButton charge={row} />}
    />
    <PageColumns
      main={
        <Panel title="Details">
          <Facts
            facts={[
              ['Amount', <Usd key="amount" amount={row.amountUsd} signed strong />],
              ['Balance after', <Usd key="after" amount={row.balanceAfter} />],
              ['Description', row.description || '–'],
              ...referenceFacts(row),
              ['Time', <TimeText key="time" at={row.createdAt} />],
              ['By', <ActorText key="by" actor={row.actor} />],
              [
                'Payment',
                row.paymentId && (
                  <RowLink key="payment" resource="payments" id={row.paymentId}>
                    Open the payment
                  </RowLink>
                ),
              ],
              [
                'Withdrawal',
                row.withdrawalRequestId && (
                  <RowLink key="withdrawal" resource="withdrawals" id={row.withdrawalRequestId}>
                    Open the withdrawal
                  </RowLink>
                ),
              ],
              [
                'Suspense item',
                row.suspenseItemId && (
                  <RowLink key="suspense" resource="suspense" id={row.suspenseItemId}>
                    Open the suspense item
                  </RowLink>
                ),
              ],
              [
                'Refund of',
                row.refundOfId && (
                  <RowLink key="refund" resource="transactions" id={row.refundOfId}>
                    Open the charge
                  </RowLink>
                ),
              ],
              ['Id', <CopyText key="id" text={row.id} label="id" />],
            ]}
          />
        </Panel>
      }
      side={
        <Panel title="Hash chain">
          <Facts
            facts={[
              ['Hash', <CopyText key="hash" text={row.hash} label="hash" />],
              ['Previous hash', <CopyText key="prev" text={row.prevHash} label="previous hash" />],
            ]}
          />
        </Panel>
      }
    />
  </>
);
