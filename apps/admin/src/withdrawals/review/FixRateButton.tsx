import { Alert, Box, CircularProgress } from '@mui/material';
import { useId } from 'react';
import { PermittedButton } from '../../commands/PermittedButton.tsx';
import { useCommand } from '../../commands/useCommand.ts';
import { callAction } from '../../providers/actions.ts';
import { useMay } from '../../providers/permissions.ts';
import type { WithdrawalReview } from '../../providers/records.ts';
import { useServerSentence } from '../../texts/serverSentence.ts';
import { t } from '../../texts/t.ts';

/**
 * Fixes the crypto amount again at the provider's current rate. Moves no money, so it has no confirmation.
 */
export function FixRateButton({ review: { withdrawal, may } }: { review: WithdrawalReview }) {
  const id = useId();
  const allowed = useMay()('withdrawals.pay');
  const command = useCommand(
    () => callAction('withdrawals.refreshRate', { id: withdrawal.id }),
    () => t('New rate fixed'),
  );
  const written = useServerSentence();
  const why = may.refreshRate.why === null ? null : written(may.refreshRate.why);
  if (!allowed) return null;
  return (
    <Box sx={{ display: 'grid', gap: 0.5, justifyItems: 'start' }}>
      <PermittedButton
        action="withdrawals.refreshRate"
        variant="contained"
        aria-disabled={why !== null || undefined}
        aria-describedby={why !== null ? id : undefined}
        disabled={command.busy}
        startIcon={command.busy ? <CircularProgress size={14} color="inherit" /> : undefined}
        onClick={() => why === null && command.run()}
      >
        {t('Fix new rate')}
      </PermittedButton>
      {why !== null && (
        <Box component="span" id={id} sx={{ fontSize: '0.84rem', color: 'text.secondary' }}>
          {why}
        </Box>
      )}
      {command.error !== null && <Alert severity="error">{command.error}</Alert>}
    </Box>
  );
}
