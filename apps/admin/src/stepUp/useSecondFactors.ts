import { useQuery } from '@tanstack/react-query';
import { trpc } from '../providers/trpc.ts';

/**
 * The second factors of the signed-in person, and whether the desk's policy requires one. Loaded once for all
 * fields of a page.
 */
export function useSecondFactors(enabled = true) {
  const { data, error, refetch } = useQuery({
    queryKey: ['security', 'overview'],
    queryFn: () => trpc.security.overview.query(),
    enabled,
    staleTime: 10_000,
  });
  return { factors: data, error, refetch };
}
