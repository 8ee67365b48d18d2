import { Box } from '@mui/material';
import { Badge } from '../fields/Badge.tsx';
import { localTime } from '../fields/formats.ts';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { Reconciliation } from '../providers/records.ts';
import { ActorText } from '../records/people.tsx';
import { progressText } from './progress.ts';

const whole = (count: number) => count.toLocaleString('en-US');

export const reconciliationColumns: readonly Column<Reconciliation>[] = [
  {
    label: 'Started',
    sort: 'startedAt',
    render: (run) => (
      <RowLink resource="reconciliations" id={run.id}>
        {localTime(run.startedAt)}
      </RowLink>
    ),
  },
  { label: 'By', from: 'md', render: (run) => <ActorText actor={run.startedBy} /> },
  { label: 'Since', from: 'lg', render: (run) => <TimeText at={run.from} /> },
  { label: 'Progress', from: 'lg', render: progressText },
  { label: 'Matched', number: true, render: (run) => whole(run.matched) },
  { label: 'Explained', number: true, render: (run) => whole(run.explained) },
  { label: 'Unexplained', number: true, render: (run) => <Unexplained count={run.unexplained} /> },
  { label: 'State', render: (run) => <ReconciliationStatusBadge run={run} /> },
];

export const ReconciliationCard = ({ run }: { run: Reconciliation }) => (
  <CardRow
    title={
      <RowLink resource="reconciliations" id={run.id}>
        {localTime(run.startedAt)}
      </RowLink>
    }
    amount={
      <>
        <Unexplained count={run.unexplained} /> unexplained
      </>
    }
    badge={<ReconciliationStatusBadge run={run} />}
    details={
      <>
        {whole(run.matched)} matched · <ActorText actor={run.startedBy} />
      </>
    }
  />
);

/** A count that should be 0; red when it is not. */
const Unexplained = ({ count }: { count: number }) => (
  <Box component="span" sx={count > 0 ? { color: 'error.main', fontWeight: 650 } : {}}>
    {count.toLocaleString('en-US')}
  </Box>
);

/** The status of a comparison; unexplained differences are always red. */
export function ReconciliationStatusBadge({ run }: { run: Reconciliation }) {
  if (run.status === 'running') return <Badge color="info">Running</Badge>;
  if (run.status === 'failed') return <Badge color="danger">Failed</Badge>;
  return run.unexplained > 0 ? (
    <Badge color="danger">Differences</Badge>
  ) : (
    <Badge color="success">Matched</Badge>
  );
}
