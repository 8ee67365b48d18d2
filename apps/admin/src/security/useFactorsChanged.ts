import { useQueryClient } from '@tanstack/react-query';

/** Asks anew what depends on the person's second factors: the overview, the session, and what they may do. */
export function useFactorsChanged(): () => void {
  const queryClient = useQueryClient();
  return () => {
    queryClient.removeQueries({ queryKey: ['system', 'session'] });
    for (const key of [['own', 'session'], ['security'], ['auth']])
      void queryClient.invalidateQueries({ queryKey: key });
  };
}
