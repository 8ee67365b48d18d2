import { useQueryClient } from '@tanstack/react-query';

/** Asks anew what stands beside the list of staff: invitations and rules. */
export function useStaffChanged(): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const key of ['invites', 'rules']) void queryClient.invalidateQueries({ queryKey: ['staff', key] });
  };
}
