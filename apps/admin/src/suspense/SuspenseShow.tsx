import { Alert } from '@mui/material';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { shortUsd } from '../fields/formats.ts';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { SuspenseItem } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { RecordNotes } from '../records/NotesPanel.tsx';
import { UserLink } from '../records/people.tsx';
import { ProviderReport } from '../records/ProviderReport.tsx';
import { SuspenseStatusBadge } from '../records/statusBadges.tsx';
import { isPriceless, receivedText } from '../records/suspenseAmounts.ts';
import { Worth } from '../records/suspenseColumns.tsx';
import { SUSPENSE_REASON_NAMES, SUSPENSE_REASON_TEXTS } from '../records/suspenseReasons.ts';
import { CreditSuspenseButton } from './actions/CreditSuspenseButton.tsx';
import { WithClaimNotice } from '../records/ClaimNotice.tsx';
import { WorkLine } from '../records/WorkLine.tsx';
import { LinkedPayment } from './LinkedPayment.tsx';
import { OutcomePanel } from './OutcomePanel.tsx';
import { ReturnSuspenseButton } from './actions/ReturnSuspenseButton.tsx';
import { WriteOffSuspenseButton } from './actions/WriteOffSuspenseButton.tsx';
import { t } from '../texts/t.ts';

/** One suspense item: its reason, its customer, and the actions that resolve it. */
export const SuspenseShow = () => (
  <ShowPage<SuspenseItem> resource="suspense">{(item) => <Page item={item} />}</ShowPage>
);

const Page = ({ item }: { item: SuspenseItem }) => (
  <WithClaimNotice subjectKind="suspense" subjectId={item.id}>
    <PageHeader
      title={`${SUSPENSE_REASON_NAMES[item.reason]}: ${isPriceless(item) ? receivedText(item) : shortUsd(item.amountUsd)}`}
      badge={<SuspenseStatusBadge status={item.status} />}
      hint={SUSPENSE_REASON_TEXTS[item.reason]}
      actions={
        item.status === 'open' && (
          <>
            <CreditSuspenseButton item={item} />
            <ReturnSuspenseButton item={item} />
            <WriteOffSuspenseButton item={item} />
          </>
        )
      }
    />
    <WorkLine subjectKind="suspense" subjectId={item.id} isOpen={item.status === 'open'} />
    <PageColumns
      main={
        <>
          <OutcomePanel item={item} />
          <Panel title={t('Details')}>
            {isPriceless(item) && (
              <Alert severity="info" sx={{ mb: 1.5 }}>
                {t('This amount has no price. Enter its worth in USD when you credit it.')}
              </Alert>
            )}
            <Facts
              facts={[
                [t('Received'), receivedText(item)],
                [t('Worth'), <Worth key="worth" item={item} strong />],
                [
                  t('Suggested user'),
                  item.userId ? (
                    <UserLink full key="user" id={item.userId} />
                  ) : (
                    t('unknown; choose one when you credit it')
                  ),
                ],
                [
                  t('Waiting since'),
                  <>
                    <TimeText key="created" at={item.createdAt} /> (<TimeText at={item.createdAt} ago />)
                  </>,
                ],
                [
                  t('Provider payment id'),
                  <CopyText key="provider" text={item.providerPaymentId} label={t('provider payment id')} />,
                ],
              ]}
            />
          </Panel>
          <Panel title={t('Provider report')}>
            <ProviderReport body={item.evidence} />
          </Panel>
        </>
      }
      side={
        <>
          <LinkedPayment id={item.paymentId} />
          <RecordNotes notes={item.notes} action="suspense.addNote" id={item.id} />
          <AuditPanel subjectId={item.id} />
        </>
      }
    />
  </WithClaimNotice>
);
