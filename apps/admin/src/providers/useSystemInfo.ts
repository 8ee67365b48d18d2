import { useQuery } from '@tanstack/react-query';
import { trpc } from './trpc.ts';

/** Many parts of a page ask for it. */
const FRESH_MS = 30_000;

/**
 * What the desk reports about itself: version, provider and whether it answers, simulator. Undefined until it
 * has answered.
 */
export function useSystemInfo(enabled = true) {
  return useQuery({
    queryKey: ['system', 'info'],
    queryFn: () => trpc.system.info.query(undefined),
    enabled,
    staleTime: FRESH_MS,
  }).data;
}
