import { Alert, AlertTitle, Box, Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../fields/states.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Summary } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { CurrentPolicyWarnings } from '../records/PolicyWarnings.tsx';
import { BooksPanel } from './BooksPanel.tsx';
import { LastDayPanel } from './LastDayPanel.tsx';
import { NewestWithdrawals } from './NewestWithdrawals.tsx';
import { SeriesPanel } from './SeriesPanel.tsx';
import { WaitingTiles } from './WaitingTiles.tsx';

const REFRESH_MS = 30_000;

/** What waits for me, and whether the books are right. */
export function Dashboard() {
  const may = useMay();
  const { data, error, refetch } = useQuery<Summary>({
    queryKey: ['dashboard', 'summary'],
    queryFn: () => trpc.dashboard.summary.query(),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeader title="Dashboard" hint="What waits for you, and whether the books are right." />
      <CurrentPolicyWarnings />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && (
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          {data.tamperedWithdrawals.count > 0 && <Tampered count={data.tamperedWithdrawals.count} />}
          <WaitingTiles summary={data} />
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              alignItems: 'start',
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
            }}
          >
            <Box sx={{ display: 'grid', gap: 2, minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <SeriesPanel />
              {may('withdrawals.read') && <NewestWithdrawals />}
            </Box>
            <Box sx={{ display: 'grid', gap: 2, minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <BooksPanel summary={data} />
              <LastDayPanel summary={data} />
            </Box>
          </Box>
        </Box>
      )}
    </>
  );
}

const Tampered = ({ count }: { count: number }) => (
  <Alert severity="error" variant="filled">
    <AlertTitle>
      {count === 1
        ? 'An open withdrawal is not what was requested'
        : `${count} open withdrawals are not what was requested`}
    </AlertTitle>
    Somebody wrote to the database past the desk. Nothing can be paid out from such a request; open the
    withdrawals that wait, reject it and find out who did it.
  </Alert>
);

const Loading = () => (
  <Box role="status" aria-label="Loading" sx={{ display: 'grid', gap: 2 }}>
    <Skeleton variant="rounded" height={110} />
    <Skeleton variant="rounded" height={260} />
  </Box>
);
