import { useQuery } from '@tanstack/react-query';
import { trpc } from './trpc.ts';

/** Many parts of a page ask for it. */
const FRESH_MS = 30_000;

export const systemInfoQuery = {
  queryKey: ['system', 'info'],
  queryFn: () => trpc.system.info.query(undefined),
  staleTime: FRESH_MS,
};

/**
 * What the desk reports about itself: version, provider and whether it answers, simulator. Undefined until it
 * has answered.
 */
export const useSystemInfo = () => useQuery(systemInfoQuery).data;
