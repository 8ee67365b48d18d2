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
import { locale } from '../texts/currentLanguage.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

const whole = (count: number) => count.toLocaleString(locale);

export const reconciliationColumns: readonly Column<Reconciliation>[] = [
  {
    key: 'Started',
    label: t('Started'),
    sort: 'startedAt',
    render: (run) => (
      <RowLink resource="reconciliations" id={run.id}>
        {localTime(run.startedAt)}
      </RowLink>
    ),
  },
  { key: 'By', label: t('By'), from: 'md', render: (run) => <ActorText actor={run.startedBy} /> },
  { key: 'Since', label: t('Since'), from: 'lg', render: (run) => <TimeText at={run.from} /> },
  { key: 'Progress', label: t('Progress'), from: 'lg', render: progressText },
  { key: 'Matched', label: t('Matched'), number: true, render: (run) => whole(run.matched) },
  { key: 'Explained', label: t('Explained'), number: true, render: (run) => whole(run.explained) },
  {
    key: 'Unexplained',
    label: t('Unexplained'),
    number: true,
    render: (run) => <Unexplained count={run.unexplained} />,
  },
  { key: 'State', label: t('State'), render: (run) => <ReconciliationStatusBadge run={run} /> },
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
        <Rich
          text={t('<unexplained></unexplained> unexplained')}
          tags={{ unexplained: () => <Unexplained count={run.unexplained} /> }}
        />
      </>
    }
    badge={<ReconciliationStatusBadge run={run} />}
    details={
      <>
        <Rich
          text={t('{matched} matched · <actor></actor>', { matched: whole(run.matched) })}
          tags={{ actor: () => <ActorText actor={run.startedBy} /> }}
        />
      </>
    }
  />
);

/** A count that should be 0; red when it is not. */
const Unexplained = ({ count }: { count: number }) => (
  <Box component="span" sx={count > 0 ? { color: 'error.main', fontWeight: 650 } : {}}>
    {count.toLocaleString(locale)}
  </Box>
);

/** The status of a comparison; unexplained differences are always red. */
export function ReconciliationStatusBadge({ run }: { run: Reconciliation }) {
  if (run.status === 'running') return <Badge color="info">{t('Running')}</Badge>;
  if (run.status === 'failed') return <Badge color="danger">{t('Failed')}</Badge>;
  return run.unexplained > 0 ? (
    <Badge color="danger">{t('Differences')}</Badge>
  ) : (
    <Badge color="success">{t('Matched')}</Badge>
  );
}
