import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../providers/permissions.ts';
import type { Policy } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

const KEY = ['policies', 'current'];

/** The policy in force. `policy` is undefined until known, and for those who may not read it. */
export function useCurrentPolicy() {
  const may = useMay();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: () => trpc.policies.current.query(),
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
