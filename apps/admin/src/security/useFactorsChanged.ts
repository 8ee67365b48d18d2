import { useQueryClient } from '@tanstack/react-query';

/** Reloads what depends on the person's second factors: the overview, the session, and the permissions. */
export function useFactorsChanged(): () => void {
  const queryClient = useQueryClient();
  return () => {
    queryClient.removeQueries({ queryKey: ['system', 'session'] });
    for (const key of [['own', 'session'], ['security'], ['auth']])
      void queryClient.invalidateQueries({ queryKey: key });
  };
}
