import { useQuery } from '@tanstack/react-query';
import { useMay } from '../providers/permissions.ts';
import type { Summary } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

/** What needs attention on this desk. Loaded once for everything on a page that shows a part of it. */
export function useSummary() {
  const enabled = useMay()('dashboard.read');
  return useQuery<Summary>({
    queryKey: ['dashboard', 'summary'],
    queryFn: () => trpc.dashboard.summary.query(),
    enabled,
  });
}

/** Who stopped all payouts, when and why; null while they are not stopped, undefined until known. */
export function usePayoutStop() {
  const enabled = useMay()('withdrawals.read');
  const { data } = useQuery({
    queryKey: ['withdrawals', 'payoutState'],
    queryFn: () => trpc.withdrawals.payoutState.query(),
    enabled,
  });
  return data?.stop;
}
