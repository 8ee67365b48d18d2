import { localTime } from '../fields/formats.ts';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { Reconciliation } from '../providers/records.ts';
import { ActorText } from '../records/people.tsx';
import { progressWords } from './progressWords.ts';
import { ReconciliationStatusBadge } from './ReconciliationStatusBadge.tsx';
import { Unexplained } from './Unexplained.tsx';

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
  { label: 'Looks back to', from: 'lg', render: (run) => <TimeText at={run.from} /> },
  { label: 'Progress', from: 'lg', render: progressWords },
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
