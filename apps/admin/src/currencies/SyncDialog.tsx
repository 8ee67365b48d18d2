import {
  Alert,
  Box,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  LinearProgress,
} from '@mui/material';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { useCommand } from '../commands/useCommand.ts';
import type { CurrencySync } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { SyncChanges } from './SyncChanges.tsx';

/** Asks the provider first without changing anything; the change itself is a second step. */
export function SyncDialog({ close }: { close: () => void }) {
  const titleId = useId();
  const [plan, setPlan] = useState<CurrencySync | null>(null);
  const [deactivateMissing, setDeactivateMissing] = useState(false);
  const dryRun = useCommand(trpc.currencies.sync.mutate, null, setPlan);
  const sync = useCommand(
    trpc.currencies.sync.mutate,
    (result) => `Synced: ${result.created.length} new, ${result.updated.length} updated`,
    close,
  );

  const ask = useEffectEvent(() => dryRun.run({ dryRun: true }));
  useEffect(() => ask(), []);

  const busy = dryRun.busy || sync.busy;
  const error = sync.error ?? dryRun.error;
  return (
    <Dialog open onClose={() => !sync.busy && close()} maxWidth="sm" fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId}>Sync currencies with the provider</DialogTitle>
      <DialogContent aria-busy={busy}>
        <Box role="status">
          {dryRun.busy && (
            <>
              <p>Asking the provider what would change…</p>
              <LinearProgress aria-label="Asking the provider" />
            </>
          )}
          {plan && <SyncChanges plan={plan} />}
        </Box>
        {plan && plan.missing.length > 0 && (
          <FormControlLabel
            control={
              <Checkbox
                checked={deactivateMissing}
                onChange={(event) => setDeactivateMissing(event.target.checked)}
              />
            }
            label={`Also deactivate the ${plan.missing.length} that the provider no longer lists`}
          />
        )}
        {error && (
          <Alert severity="error" sx={{ mt: 1 }}>
            {error}
          </Alert>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button color="inherit" onClick={close} disabled={sync.busy}>
          Back
        </Button>
        <Button
          variant="contained"
          disabled={busy || plan === null}
          onClick={() => sync.run({ dryRun: false, deactivateMissing })}
        >
          {sync.busy ? 'Syncing…' : 'Sync now'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
