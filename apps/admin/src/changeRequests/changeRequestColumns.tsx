import { Box } from '@mui/material';
import { RowLink } from '../fields/links.tsx';
import { ServerSentence } from '../fields/ServerSentence.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { ChangeRequest } from '../providers/records.ts';
import { RowPeople } from '../records/RowPeople.tsx';
import { ChangeStatusBadge } from '../records/statusBadges.tsx';
import { actionName } from './actionNames.ts';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

const Summary = ({ request }: { request: ChangeRequest }) => (
  <Box sx={{ maxWidth: 380, minWidth: { sm: 150, md: 220 } }}>
    <RowLink resource="changeRequests" id={request.id} wrap>
      <ServerSentence text={request.summary} />
    </RowLink>
    <RowPeople subjectKind="changeRequest" subjectId={request.id} />
  </Box>
);

/** `"1 of 2"`; a request that only waits for its time needs none. */
const approvalsText = ({ approvals, requiredApprovals }: ChangeRequest): string =>
  requiredApprovals === 0
    ? t('none needed')
    : t('{counted} of {required}', { counted: approvals.length, required: requiredApprovals });

const Deadline = ({
  request: { status, notBefore, requiredApprovals, expiresAt },
}: {
  request: ChangeRequest;
}) => {
  if (status !== 'waiting') return <span>–</span>;
  return requiredApprovals === 0 && notBefore !== null ? (
    <span>
      <Rich text={t('takes effect <time></time>')} tags={{ time: () => <TimeText at={notBefore} /> }} />
    </span>
  ) : (
    <span>
      <Rich text={t('expires <time></time>')} tags={{ time: () => <TimeText at={expiresAt} /> }} />
    </span>
  );
};

export const changeRequestColumns: readonly Column<ChangeRequest>[] = [
  { key: 'Change', label: t('Change'), render: (request) => <Summary request={request} /> },
  { key: 'Kind', label: t('Kind'), from: 'xl', render: (request) => actionName(request.action) },
  { key: 'Requested by', label: t('Requested by'), from: 'md', render: (request) => request.maker.name },
  {
    key: 'Amount',
    label: t('Amount'),
    number: true,
    from: 'md',
    render: (request) => (request.amountUsd === null ? '–' : <Usd amount={request.amountUsd} />),
  },
  { key: 'Approvals', label: t('Approvals'), render: approvalsText },
  { key: 'Status', label: t('Status'), render: (request) => <ChangeStatusBadge status={request.status} /> },
  {
    key: 'Since',
    label: t('Requested'),
    sort: 'createdAt',
    render: (request) => <TimeText at={request.createdAt} ago />,
  },
  {
    key: 'Until',
    label: t('Until'),
    sort: 'expiresAt',
    from: 'lg',
    render: (request) => <Deadline request={request} />,
  },
];

export const ChangeRequestCard = ({ request }: { request: ChangeRequest }) => (
  <CardRow
    title={
      <RowLink resource="changeRequests" id={request.id} wrap>
        <ServerSentence text={request.summary} />
      </RowLink>
    }
    amount={request.amountUsd !== null && <Usd amount={request.amountUsd} />}
    badge={<ChangeStatusBadge status={request.status} />}
    details={
      <>
        <bdi>{request.maker.name}</bdi> · <TimeText at={request.createdAt} ago /> ·{' '}
        {t('approvals {approvals}', { approvals: approvalsText(request) })}
        {request.status === 'waiting' && (
          <>
            {' '}
            · <Deadline request={request} />
          </>
        )}
      </>
    }
  />
);
