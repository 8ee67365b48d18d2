import { useQuery } from '@tanstack/react-query';
import { trpc } from '../providers/trpc.ts';

/**
 * What the signed-in person can prove themselves with, and whether the desk's policy asks for it. Asked once
 * for all fields of a page.
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
