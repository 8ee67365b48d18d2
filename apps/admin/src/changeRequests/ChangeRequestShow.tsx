import { Alert, Box } from '@mui/material';
import { useState } from 'react';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { JsonDetails } from '../fields/JsonDetails.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { afterThis, type Done, DoneBanner } from '../pages/DoneBanner.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { DECISION_KEYS, QueueNav } from '../pages/QueueNav.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { ChangeRequest } from '../providers/records.ts';
import { CancelChangeButton } from '../records/CancelChangeButton.tsx';
import { ChangeStatusBadge } from '../records/statusBadges.tsx';
import { STEP_UP_KINDS } from '../records/stepUpKinds.tsx';
import { WithClaimNotice } from '../records/ClaimNotice.tsx';
import { WorkLine } from '../records/WorkLine.tsx';
import { SubjectLink } from '../records/SubjectLink.tsx';
import { Timeline } from '../records/Timeline.tsx';
import { actionName } from './actionNames.ts';
import { ApproveChangeButton } from './actions/ApproveChangeButton.tsx';
import { canOf } from './actions/changeSummary.tsx';
import { RejectChangeButton } from './actions/RejectChangeButton.tsx';
import { BalanceEffect, userIdOf } from './BalanceEffect.tsx';
import { ChangeApprovals } from './ChangeApprovals.tsx';
import { ChangeDetails } from './ChangeDetails.tsx';
import { changeEvents } from './changeEvents.ts';
import { FailedChange } from './FailedChange.tsx';
import { useChangeQueue } from './useChangeQueue.ts';
import { asWritten, t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** One change request: what would change, who asked for it, and the decision. */
export const ChangeRequestShow = () => (
  <ShowPage<ChangeRequest> resource="changeRequests">
    {(request) => <Page key={request.id} request={request} />}
  </ShowPage>
);

/** What an approval led to, by the status of the request after it. */
const APPROVED: Record<ChangeRequest['status'], string> = {
  waiting: t('Approved. It needs another approval.'),
  applied: t('Approved and applied.'),
  failed: t('Your approval was recorded.'),
  rejected: t('Approved.'),
  cancelled: t('Approved.'),
  expired: t('Approved.'),
};

function Page({ request }: { request: ChangeRequest }) {
  const queue = useChangeQueue(request.id);
  const [done, setDone] = useState<Done | null>(null);
  const isWaiting = request.status === 'waiting';
  // It needs no approval; it can only be stopped.
  const isDelayed = request.requiredApprovals === 0;
  const onDone = (message: string) => setDone({ message, ...afterThis(queue) });
  return (
    <WithClaimNotice subjectKind="changeRequest" subjectId={request.id}>
      <PageHeader
        title={asWritten(request.summary)}
        badge={<ChangeStatusBadge status={request.status} />}
        hint={
          <>
            {actionName(request.action)} ·{' '}
            <Rich
              text={t('requested <time></time> by {name}', { name: request.maker.name })}
              tags={{ time: () => <TimeText at={request.createdAt} ago /> }}
            />
          </>
        }
        actions={<QueueNav resource="changeRequests" queue={queue} kind="waiting" keys={DECISION_KEYS} />}
      />
      <WorkLine subjectKind="changeRequest" subjectId={request.id} isOpen={isWaiting} />
      {done && (
        <DoneBanner done={done} resource="changeRequests" filter={{ status: 'waiting' }} kind="waiting" />
      )}
      <Outcome request={request} />
      <PageColumns
        main={
          <>
            <Panel title={t('What changes')}>
              <Box sx={{ display: 'grid', gap: 1.5 }}>
                <BalanceEffect request={request} />
                <ChangeDetails request={request} />
                <JsonDetails label={t('Exact content')} value={request.payload} />
              </Box>
            </Panel>
            {isWaiting && (
              <Panel title={t('Decision')}>
                <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
                  {!isDelayed && (
                    <ApproveChangeButton
                      request={request}
                      onDone={({ status }) => onDone(APPROVED[status])}
                    />
                  )}
                  <RejectChangeButton request={request} onDone={() => onDone(t('Rejected.'))} />
                  <CancelChangeButton
                    request={request}
                    makerName={request.maker.name}
                    can={canOf(request.can.cancel)}
                  />
                </Box>
                <Reason request={request} />
              </Panel>
            )}
          </>
        }
        side={
          <>
            <ChangeApprovals request={request} />
            <Panel title={t('Request')}>
              <RequestFacts request={request} />
            </Panel>
            <Panel title={t('Timeline')}>
              <Timeline events={changeEvents(request)} />
            </Panel>
          </>
        }
      />
    </WithClaimNotice>
  );
}

/** Why this person cannot decide, visible without pointing at the button. */
function Reason({ request: { can } }: { request: ChangeRequest }) {
  const why = can.approve.why ?? can.reject.why;
  if (why === null) return null;
  return <Box sx={{ mt: 1, color: 'text.secondary', fontSize: '0.88rem' }}>{why}</Box>;
}

function Outcome({ request }: { request: ChangeRequest }) {
  const { status, result, expiresAt, notBefore } = request;
  if (status === 'failed') return <FailedChange request={request} />;
  if (status === 'applied' && result)
    return (
      <Alert severity="success" sx={{ mb: 2 }}>
        <Rich
          text={t('Applied: <subject></subject>')}
          tags={{
            subject: () => <SubjectLink entry={{ subjectId: result.id, subjectKind: result.kind }} />,
          }}
        />
      </Alert>
    );
  if (status !== 'waiting') return null;
  return (
    <Alert severity="info" sx={{ mb: 2 }}>
      <strong>{t('Nothing has changed yet.')}</strong>{' '}
      <Rich
        text={
          notBefore === null
            ? t('Without a decision it expires <time></time>.')
            : t('It takes effect <time></time> at the earliest.')
        }
        tags={{ time: () => <TimeText at={notBefore ?? expiresAt} /> }}
      />
    </Alert>
  );
}

const RequestFacts = ({ request }: { request: ChangeRequest }) => (
  <Facts
    facts={[
      [t('Reason'), request.reason],
      [t('Requested by'), request.maker.name],
      [t('Confirmed'), STEP_UP_KINDS[request.makerEvidence].text],
      [
        t('About'),
        // The panel beside it names the user.
        request.subject && userIdOf(request) !== request.subject.id && (
          <SubjectLink
            key="subject"
            entry={{ subjectId: request.subject.id, subjectKind: request.subject.kind }}
          />
        ),
      ],
      [t('Requested'), <TimeText key="created" at={request.createdAt} />],
      [t('Expires'), request.status === 'waiting' && <TimeText key="expires" at={request.expiresAt} />],
      [t('Content hash'), <CopyText key="hash" text={request.payloadHash} label={t('content hash')} />],
      [t('Id'), <CopyText key="id" text={request.id} label={t('id')} />],
    ]}
  />
);
