import { Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { Series } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { SeriesChart } from './SeriesChart.tsx';

/** Thirty days of money in and out. */
export function SeriesPanel() {
  const { data, error, refetch } = useQuery<Series>({
    queryKey: ['dashboard', 'series'],
    queryFn: () => trpc.dashboard.series.query({ days: 30 }),
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
