import { useQuery } from '@tanstack/react-query';
import { useMay } from '../providers/permissions.ts';
import { trpc } from '../providers/trpc.ts';

const REFRESH_MS = 15_000;

/** Who stopped all payouts, when and why; null while they are not stopped, undefined until known. */
export function usePayoutStop() {
  const enabled = useMay()('withdrawals.read');
  return useQuery({
    queryKey: ['payouts', 'state'],
    queryFn: () => trpc.payouts.state.query(),
    enabled,
    staleTime: 5_000,
    refetchInterval: REFRESH_MS,
  }).data?.stop;
}
