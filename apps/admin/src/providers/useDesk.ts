import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { DeskDataProvider } from './dataProvider.ts';

/** The data provider with the desk's own commands. */
export const useDesk = (): DeskDataProvider => useDataProvider<DeskDataProvider>();

/** What the desk says of itself: version, provider, simulator. Undefined until it has answered. */
export function useSystemInfo() {
  const desk = useDesk();
  return useQuery({ queryKey: ['system', 'info'], queryFn: () => desk.systemInfo(undefined), staleTime: 300_000 }).data;
}
