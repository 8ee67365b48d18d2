import { Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../fields/ErrorState.tsx';
import { Panel } from '../fields/Panel.tsx';
import { useDesk } from '../providers/useDesk.ts';
import type { Series } from '../providers/wire.ts';
import { SeriesChart } from './SeriesChart.tsx';

/** Thirty days of money in and out. */
export function SeriesPanel() {
  const desk = useDesk();
  const { data, error, refetch } = useQuery<Series>({
    queryKey: ['dashboard', 'series'],
    queryFn: () => desk.dashboardSeries({ days: 30 }),
    refetchInterval: 300_000,
  });
  return (
    <Panel title="Last 30 days">
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton variant="rounded" height={190} />}
      {data && <SeriesChart days={data.data} />}
    </Panel>
  );
}
