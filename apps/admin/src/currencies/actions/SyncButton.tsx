import SyncIcon from '@mui/icons-material/CloudSyncOutlined';
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
import { CommandButton } from '../../commands/CommandButton.tsx';
import { useCommand } from '../../commands/useCommand.ts';
import type { CurrencySync } from '../../providers/records.ts';
import { trpc } from '../../providers/trpc.ts';

/** Imports the provider's list of currencies, after showing what would change. */
export const SyncButton = () => (
  <CommandButton
    label="Sync with provider"
    icon={<SyncIcon />}
    permission="currencies.write"
    dialog={(close) => <SyncDialog close={close} />}
  />
);

/** Starts with a dry run that changes nothing; applying the changes is a second step. */
function SyncDialog({ close }: { close: () => void }) {
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
              <p>Loading the provider’s list…</p>
              <LinearProgress aria-label="Loading" />
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

/** What a sync would change, by currency code. */
function SyncChanges({ plan }: { plan: CurrencySync }) {
  const parts = [
    { name: 'New', codes: plan.created, hint: 'inactive until you activate them' },
    { name: 'Updated', codes: plan.updated, hint: 'settings made by staff are kept' },
    { name: 'No longer listed', codes: plan.missing, hint: 'not changed, unless you deactivate them below' },
  ];
  return (
    <>
      <p>{`The provider lists ${plan.seen} currencies; ${plan.unchanged} are up to date. Nothing has been changed yet.`}</p>
      {parts.map(({ name, codes, hint }) => (
        <Box component="details" key={name} open={codes.length > 0 && codes.length <= 20} sx={{ mb: 1 }}>
          <summary>{`${name}: ${codes.length}`}</summary>
          <Box sx={{ color: 'text.secondary', fontSize: '0.88rem', maxHeight: 160, overflow: 'auto' }}>
            {codes.length > 0 ? `${codes.join(', ')} (${hint})` : 'none'}
          </Box>
        </Box>
      ))}
    </>
  );
}
