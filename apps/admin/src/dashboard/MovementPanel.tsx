import { Button, Skeleton } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { Panel } from '../fields/Panel.tsx';
import { EmptyState } from '../fields/states.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import { MovementTable } from './MovementTable.tsx';
import { type Movement, MOVEMENTS } from './movements.ts';

const MovementCharts = lazy(async () => ({
  default: (await import('./MovementCharts.tsx')).MovementCharts,
}));

const TITLES: Record<DashboardRange['granularity'], string> = {
  hour: t('Money in and out by hour'),
  day: t('Money in and out by day'),
  week: t('Money in and out by week'),
  month: t('Money in and out by month'),
};

/** Money in and out over the range, as charts or as a table. */
export function MovementPanel({ range }: { range: DashboardRange }) {
  const [asTable, setAsTable] = useState(false);
  const hasMoved = (Object.keys(MOVEMENTS) as Movement[]).some((name) => range.totals[name].count > 0);
  const isEmpty = !hasMoved && range.liabilitiesUsd === '0.00';
  return (
    <Panel
      title={TITLES[range.granularity]}
      action={
        !isEmpty && (
          <Button size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? t('Show the charts') : t('Show as a table')}
          </Button>
        )
      }
    >
      {isEmpty ? (
        <EmptyState title={t('Nothing has moved in this range')}>
          {t('Deposits, withdrawals and fees appear here as soon as there are any.')}
        </EmptyState>
      ) : (
        <>
          {!asTable && (
            <Suspense fallback={<Skeleton variant="rounded" height={376} />}>
              <MovementCharts range={range} />
            </Suspense>
          )}
          <MovementTable range={range} isShown={asTable} />
        </>
      )}
    </Panel>
  );
}
