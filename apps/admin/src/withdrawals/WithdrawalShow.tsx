import { Alert, AlertTitle, Box, Skeleton } from '@mui/material';
import { isOpenWithdrawal } from '@paydesk/types/rules';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { shortUsd } from '../fields/formats.ts';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { DECISION_KEYS, QueueNav } from '../pages/QueueNav.tsx';
import type { LedgerRow, WithdrawalReview } from '../providers/records.ts';
import { NotesPanel } from '../records/NotesPanel.tsx';
import { PayoutStopBanner } from '../records/PayoutStopBanner.tsx';
import { ActorText } from '../records/people.tsx';
import { WithdrawalStatusBadge } from '../records/statusBadges.tsx';
import { WithClaimNotice } from '../records/ClaimNotice.tsx';
import { WorkLine } from '../records/WorkLine.tsx';
import { TransactionCard, transactionColumnsOfUser } from '../records/transactionColumns.tsx';
import { ActionsPanel } from './actions/ActionsPanel.tsx';
import { AddressPanel } from './review/AddressPanel.tsx';
import { ApprovalsPanel } from './review/ApprovalsPanel.tsx';
import { afterThis, type Done, DoneBanner } from '../pages/DoneBanner.tsx';
import { PayoutPanel } from './review/PayoutPanel.tsx';
import { PayoutState } from './review/PayoutState.tsx';
import { PolicyPanel } from './review/PolicyPanel.tsx';
import { ReviewLayout } from './review/ReviewLayout.tsx';
import { useReview } from './review/useReview.ts';
import { UserPanel } from './review/UserPanel.tsx';
import { WithdrawalFacts } from './WithdrawalFacts.tsx';
import { WithdrawalTimeline } from './WithdrawalTimeline.tsx';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/**
 * The review: one withdrawal beside its user's history, with everything needed to decide about it.
 */
export function WithdrawalShow() {
  const { id = '' } = useParams();
  // Remounted for each withdrawal, so that no data of the previous one is shown.
  return <Loaded key={id} id={id} />;
}

function Loaded({ id }: { id: string }) {
  const { review, error, refetch, receivedAt } = useReview(id);
  if (review)
    return (
      <Review review={review} receivedAt={receivedAt} isStale={error !== null} retry={() => void refetch()} />
    );
  if (!error) return <Loading />;
  return (
    <>
      <PageHeader title={t('Not available')} />
      <ErrorState error={error} onRetry={() => void refetch()} />
    </>
  );
}

const Loading = () => (
  <Box role="status" aria-label={t('Loading')}>
    <Skeleton width={280} height={40} />
    <ReviewLayout
      decision={
        <>
          <Skeleton variant="rounded" height={280} />
          <Skeleton variant="rounded" height={110} />
        </>
      }
      history={
        <>
          <Skeleton variant="rounded" height={180} />
          <Skeleton variant="rounded" height={260} />
        </>
      }
      documents={<Skeleton variant="rounded" height={110} />}
    />
  </Box>
);

function Review({
  review,
  receivedAt,
  isStale,
  retry,
}: {
  review: WithdrawalReview;
  receivedAt: number;
  isStale: boolean;
  retry: () => void;
}) {
  const { withdrawal, user, queue } = review;
  const [done, setDone] = useState<(Done & { group: 'waiting' | 'toPay' }) | null>(null);
  const isPending = withdrawal.status === 'pending';
  return (
    <WithClaimNotice subjectKind="withdrawal" subjectId={withdrawal.id}>
      <PageHeader
        title={t('{amount} in {currency}', {
          amount: shortUsd(withdrawal.amountUsd),
          currency: withdrawal.currencyDisplayName,
        })}
        badge={<WithdrawalStatusBadge status={withdrawal.status} />}
        hint={
          <>
            <Rich
              text={t('for <user></user> · requested <time></time> by <actor></actor>')}
              tags={{
                user: () => (
                  <RowLink resource="users" id={user.id} title={user.externalId}>
                    {user.username}
                  </RowLink>
                ),
                time: () => <TimeText at={withdrawal.createdAt} ago />,
                actor: () => <ActorText actor={withdrawal.requestedBy} />,
              }}
            />{' '}
            · <span className="mono">{withdrawal.internalWithdrawalId}</span>
          </>
        }
        actions={
          <QueueNav
            resource="withdrawals"
            queue={queue}
            kind={isPending ? 'review' : 'payout'}
            keys={isPending ? DECISION_KEYS : []}
          />
        }
      />
      <WorkLine subjectKind="withdrawal" subjectId={withdrawal.id} isOpen={isOpenWithdrawal(withdrawal)} />
      <PayoutStopBanner />
      {done && (
        <DoneBanner
          done={done}
          resource="withdrawals"
          filter={{ statusGroup: done.group }}
          kind={done.group === 'waiting' ? 'review' : 'payout'}
        />
      )}
      {isStale && (
        <Box sx={{ mb: 2 }}>
          <ErrorState
            error={new Error('The desk does not respond. This page may be out of date.')}
            onRetry={retry}
          />
        </Box>
      )}
      {!withdrawal.isIntact && <Tampered />}
      <ReviewLayout
        decision={
          <>
            <PayoutPanel review={review} receivedAt={receivedAt} />
            <AddressPanel review={review} />
            <PayoutState withdrawal={withdrawal} />
            <ActionsPanel
              review={review}
              onDone={(_after, message) =>
                setDone({ message, ...afterThis(queue), group: isPending ? 'waiting' : 'toPay' })
              }
            />
          </>
        }
        history={
          <>
            <PolicyPanel review={review} />
            <ApprovalsPanel review={review} />
            <UserPanel review={review} />
          </>
        }
        documents={
          <>
            <RelatedRows<LedgerRow>
              title={t('Ledger rows')}
              resource="transactions"
              filter={{ withdrawalRequestId: withdrawal.id }}
              columns={transactionColumnsOfUser}
              card={(row) => <TransactionCard row={row} />}
              empty={t('No ledger rows yet. They are posted when the withdrawal is recorded as paid.')}
            />
            <NotesPanel notes={withdrawal.notes} action="withdrawals.addNote" id={withdrawal.id} />
            <Panel title={t('Timeline')}>
              <WithdrawalTimeline withdrawal={withdrawal} />
            </Panel>
            <Panel title={t('Request')}>
              <WithdrawalFacts withdrawal={withdrawal} />
            </Panel>
          </>
        }
      />
    </WithClaimNotice>
  );
}

const Tampered = () => (
  <Alert severity="error" variant="filled" sx={{ mb: 2, color: '#fff', backgroundColor: '#a3140d' }}>
    <AlertTitle>{t('This withdrawal was tampered with')}</AlertTitle>
    {t(
      'The withdrawal was changed directly in the database: it no longer matches the hash of the original request. Do not pay it. It can only be rejected. Find out who has access to the database.',
    )}
  </Alert>
);
