import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDesk } from '../providers/useDesk.ts';
import { useMay } from '../providers/useMay.ts';
import type { Policy } from '../providers/wire.ts';

const KEY = ['policies', 'current'];

/** The policy in force. `policy` is undefined until known, and for those who may not read it. */
export function useCurrentPolicy() {
  const desk = useDesk();
  const may = useMay();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: () => desk.currentPolicy(undefined),
    enabled: may('policies.read'),
    staleTime: 30_000,
  });
  return { policy: data, error, refetch };
}

/** Tells all who look at it that a version has come into force, without asking the desk again. */
export function useSetCurrentPolicy(): (policy: Policy) => void {
  const queryClient = useQueryClient();
  return (policy) => void queryClient.setQueryData(KEY, policy);
}
