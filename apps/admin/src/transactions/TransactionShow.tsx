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
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';
import { signedUsd } from '../fields/formats.ts';
import { statusName } from '../fields/statusNames.ts';

/** One ledger row: what moved, why, and its place in the hash chain. */
export const TransactionShow = () => (
  <ShowPage<LedgerRow> resource="transactions">{(row) => <Page row={row} />}</ShowPage>
);

const Page = ({ row }: { row: LedgerRow }) => (
  <>
    <PageHeader
      title={`${statusName(row.transactionType)} ${signedUsd(row.amountUsd)}`}
      badge={<TransactionTypeBadge type={row.transactionType} />}
      hint={
        <Rich
          text={t('Row {seq} of <user></user>', { seq: String(row.seq) })}
          tags={{ user: () => <UserLink id={row.userId} /> }}
        />
      }
      actions={row.transactionType === 'payment' && <RefundButton charge={row} />}
    />
    <PageColumns
      main={
        <Panel title={t('Details')}>
          <Facts
            facts={[
              [t('Amount'), <Usd key="amount" amount={row.amountUsd} signed strong />],
              [t('Balance after'), <Usd key="after" amount={row.balanceAfter} />],
              [t('Description'), row.description || '–'],
              ...referenceFacts(row),
              [t('Time'), <TimeText key="time" at={row.createdAt} />],
              [t('By'), <ActorText key="by" actor={row.actor} />],
              [
                t('Payment'),
                row.paymentId && (
                  <RowLink key="payment" resource="payments" id={row.paymentId}>
                    {t('Open the payment')}
                  </RowLink>
                ),
              ],
              [
                t('Withdrawal'),
                row.withdrawalRequestId && (
                  <RowLink key="withdrawal" resource="withdrawals" id={row.withdrawalRequestId}>
                    {t('Open the withdrawal')}
                  </RowLink>
                ),
              ],
              [
                t('Suspense item'),
                row.suspenseItemId && (
                  <RowLink key="suspense" resource="suspense" id={row.suspenseItemId}>
                    {t('Open the suspense item')}
                  </RowLink>
                ),
              ],
              [
                t('Refund of'),
                row.refundOfId && (
                  <RowLink key="refund" resource="transactions" id={row.refundOfId}>
                    {t('Open the charge')}
                  </RowLink>
                ),
              ],
              [t('Id'), <CopyText key="id" text={row.id} label={t('id')} />],
            ]}
          />
        </Panel>
      }
      side={
        <Panel title={t('Hash chain')}>
          <Facts
            facts={[
              [t('Hash'), <CopyText key="hash" text={row.hash} label={t('hash')} />],
              [t('Previous hash'), <CopyText key="prev" text={row.prevHash} label={t('previous hash')} />],
            ]}
          />
        </Panel>
      }
    />
  </>
);
