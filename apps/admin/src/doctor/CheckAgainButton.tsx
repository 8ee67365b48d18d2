import { Button } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { trpc } from '../providers/trpc.ts';
import { useCountdown } from '../stepUp/useCountdown.ts';
import { t } from '../texts/t.ts';

/** Of the report in the cache. */
export const DOCTOR_QUERY = ['system', 'doctor'] as const;

/** Runs all checks now. The server does that once in a while for all who ask; until then the button says how long. */
export function CheckAgainButton({ againAt }: { againAt: string }) {
  const queryClient = useQueryClient();
  const notify = useNotify();
  const seconds = useCountdown(againAt);
  const { mutate, isPending } = useMutation({
    mutationFn: async () => await trpc.system.doctor.query({ again: true }),
    onSuccess: (report) => queryClient.setQueryData(DOCTOR_QUERY, report),
    onError: ({ message }) => notify(message, { type: 'error' }),
  });
  const isWaiting = isPending || seconds > 0;
  // It keeps the focus while it waits, so that a keyboard is not lost.
  return (
    <Button
      variant="outlined"
      aria-disabled={isWaiting}
      onClick={() => {
        if (!isWaiting) mutate();
      }}
      sx={isWaiting ? { color: 'text.secondary', borderColor: 'divider' } : {}}
    >
      {isPending
        ? t('Checking…')
        : seconds > 0
          ? t('Check again in {seconds} s', { seconds })
          : t('Check again')}
    </Button>
  );
}
