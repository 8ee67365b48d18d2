import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../providers/useDesk.ts';
import { useMay } from '../providers/useMay.ts';

/** The policy in force. `policy` is undefined until known, and for those who may not read it. */
export function useCurrentPolicy() {
  const desk = useDesk();
  const may = useMay();
  const { data, error, refetch } = useQuery({ queryKey: ['policies', 'current'], queryFn: () => desk.currentPolicy(undefined), enabled: may('policies.read'), staleTime: 30_000 });
  return { policy: data, error, refetch };
}
