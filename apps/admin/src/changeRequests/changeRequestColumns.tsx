import { Box } from '@mui/material';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { ChangeRequest } from '../providers/records.ts';
import { RowPeople } from '../records/RowPeople.tsx';
import { ChangeStatusBadge } from '../records/statusBadges.tsx';
import { actionName } from './actionNames.ts';

const Summary = ({ request }: { request: ChangeRequest }) => (
  <Box sx={{ maxWidth: 380, minWidth: { sm: 150, md: 220 } }}>
    <RowLink resource="changeRequests" id={request.id} wrap>
      {request.summary}
    </RowLink>
    <RowPeople subjectKind="changeRequest" subjectId={request.id} />
  </Box>
);

/** `"1 of 2"`; a request that only waits for its time needs none. */
const approvalsText = ({ approvals, requiredApprovals }: ChangeRequest): string =>
  requiredApprovals === 0 ? 'none needed' : `${approvals.length} of ${requiredApprovals}`;

const Deadline = ({
  request: { status, notBefore, requiredApprovals, expiresAt },
}: {
  request: ChangeRequest;
}) => {
  if (status !== 'waiting') return <span>–</span>;
  return requiredApprovals === 0 && notBefore !== null ? (
    <span>
      takes effect <TimeText at={notBefore} />
    </span>
  ) : (
    <span>
      expires <TimeText at={expiresAt} />
    </span>
  );
};

export const changeRequestColumns: readonly Column<ChangeRequest>[] = [
  { label: 'Change', render: (request) => <Summary request={request} /> },
  { label: 'Kind', from: 'xl', render: (request) => actionName(request.action) },
  { label: 'Requested by', from: 'md', render: (request) => request.maker.name },
  {
    label: 'Amount',
    number: true,
    from: 'md',
    render: (request) => (request.amountUsd === null ? '–' : <Usd amount={request.amountUsd} />),
  },
  { label: 'Approvals', render: approvalsText },
  { label: 'Status', render: (request) => <ChangeStatusBadge status={request.status} /> },
  { label: 'Since', sort: 'createdAt', render: (request) => <TimeText at={request.createdAt} ago /> },
  { label: 'Until', sort: 'expiresAt', from: 'lg', render: (request) => <Deadline request={request} /> },
];

export const ChangeRequestCard = ({ request }: { request: ChangeRequest }) => (
  <CardRow
    title={
      <RowLink resource="changeRequests" id={request.id} wrap>
        {request.summary}
      </RowLink>
    }
    amount={request.amountUsd !== null && <Usd amount={request.amountUsd} />}
    badge={<ChangeStatusBadge status={request.status} />}
    details={
      <>
        {request.maker.name} · <TimeText at={request.createdAt} ago /> · approvals {approvalsText(request)}
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
