import { useQueryClient } from '@tanstack/react-query';

/** Reloads what is shown beside the list of staff: invitations and rules. */
export function useStaffChanged(): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const key of ['invites', 'rules']) void queryClient.invalidateQueries({ queryKey: ['staff', key] });
  };
}
