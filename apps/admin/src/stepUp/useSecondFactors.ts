import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../providers/useDesk.ts';

/**
 * What the signed-in person can prove themselves with, and whether the desk's policy asks for it. Asked once
 * for all fields of a page.
 */
export function useSecondFactors(enabled = true) {
  const desk = useDesk();
  const { data, error, refetch } = useQuery({
    queryKey: ['security', 'overview'],
    queryFn: () => desk.securityOverview(undefined),
    enabled,
    staleTime: 10_000,
  });
  return { factors: data, error, refetch };
}
