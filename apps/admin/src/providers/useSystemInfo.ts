import { useQuery } from '@tanstack/react-query';
import { useRefreshMs } from './refreshRate.ts';
import { trpc } from './trpc.ts';

const REFRESH_MS = 30_000;

/**
 * What the desk reports about itself: version, provider and whether it answers, simulator. Undefined until it
 * has answered.
 */
export function useSystemInfo(enabled = true) {
  const refetchInterval = useRefreshMs(REFRESH_MS);
  return useQuery({
    queryKey: ['system', 'info'],
    queryFn: () => trpc.system.info.query(undefined),
    enabled,
    staleTime: REFRESH_MS,
    refetchInterval,
  }).data;
}
