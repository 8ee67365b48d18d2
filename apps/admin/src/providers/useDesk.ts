import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { DeskDataProvider } from './dataProvider.ts';

/** The data provider with the desk's own commands. */
export const useDesk = (): DeskDataProvider => useDataProvider<DeskDataProvider>();

const REFRESH_MS = 30_000;

/**
 * What the desk says of itself: version, provider and whether it answers, simulator. Undefined until it has
 * answered.
 */
export function useSystemInfo() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['system', 'info'],
    queryFn: () => desk.systemInfo(undefined),
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
  }).data;
}
