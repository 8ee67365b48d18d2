import { Facts } from '../fields/Facts.tsx';
import { localTime } from '../fields/formats.ts';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { Reconciliation } from '../providers/records.ts';
import { ActorText } from '../records/people.tsx';
import { CompareButton } from './CompareButton.tsx';
import { FindingsPanel } from './FindingsPanel.tsx';
import { ProgressPanel } from './ProgressPanel.tsx';
import { ReconciliationStatusBadge } from './reconciliationColumns.tsx';
import { t } from '../texts/t.ts';

/** One comparison: its progress, and each difference with its reason. */
export const ReconciliationShow = () => (
  <ShowPage<Reconciliation> resource="reconciliations">{(run) => <Page run={run} />}</ShowPage>
);

const Page = ({ run }: { run: Reconciliation }) => (
  <>
    <PageHeader
      title={t('Comparison of {startedAt}', { startedAt: localTime(run.startedAt) })}
      badge={<ReconciliationStatusBadge run={run} />}
      hint={t('Compares the provider’s list of payments with the books.')}
      actions={run.status !== 'running' && <CompareButton />}
    />
    <PageColumns
      main={<ProgressPanel run={run} />}
      side={
        <Panel title={t('Details')}>
          <Facts
            facts={[
              [t('Payments from'), <TimeText key="from" at={run.from} />],
              [t('Payments until'), <TimeText key="to" at={run.to} />],
              [t('Started by'), <ActorText key="by" actor={run.startedBy} />],
              [t('Started'), <TimeText key="started" at={run.startedAt} />],
              [t('Ended'), run.finishedAt && <TimeText key="finished" at={run.finishedAt} />],
            ]}
          />
        </Panel>
      }
    />
    <FindingsPanel run={run} />
  </>
);
