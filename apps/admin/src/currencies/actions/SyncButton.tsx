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
import { plural, t } from '../../texts/t.ts';

/** Imports the provider's list of currencies, after showing what would change. */
export const SyncButton = () => (
  <CommandButton
    label={t('Sync with provider')}
    icon={<SyncIcon />}
    action="currencies.sync"
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
    (result) =>
      t('Synced: {created} new, {updated} updated', {
        created: result.created.length,
        updated: result.updated.length,
      }),
    close,
  );

  const ask = useEffectEvent(() => dryRun.run({ dryRun: true }));
  useEffect(() => ask(), []);

  const busy = dryRun.busy || sync.busy;
  const error = sync.error ?? dryRun.error;
  return (
    <Dialog open onClose={() => !sync.busy && close()} maxWidth="sm" fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{t('Sync currencies with the provider')}</DialogTitle>
      <DialogContent aria-busy={busy}>
        <Box role="status">
          {dryRun.busy && (
            <>
              <p>{t('Loading the provider’s list…')}</p>
              <LinearProgress aria-label={t('Loading')} />
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
            label={plural(plan.missing.length, {
              one: 'Also deactivate the {count} that the provider no longer lists',
              other: 'Also deactivate the {count} that the provider no longer lists',
            })}
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
          {t('Back')}
        </Button>
        <Button
          variant="contained"
          disabled={busy || plan === null}
          onClick={() => sync.run({ dryRun: false, deactivateMissing })}
        >
          {sync.busy ? t('Syncing…') : t('Sync now')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** What a sync would change, by currency code. */
function SyncChanges({ plan }: { plan: CurrencySync }) {
  const parts = [
    { name: t('New'), codes: plan.created, hint: t('inactive until you activate them') },
    { name: t('Changed by the provider'), codes: plan.updated, hint: t('settings made by staff are kept') },
    {
      name: t('No longer listed'),
      codes: plan.missing,
      hint: t('not changed, unless you deactivate them below'),
    },
  ];
  return (
    <>
      <p>
        {t(
          'The provider lists {seen} currencies; {unchanged} are up to date. Nothing has been changed yet.',
          { seen: plan.seen, unchanged: plan.unchanged },
        )}
      </p>
      {parts.map(({ name, codes, hint }) => (
        <Box component="details" key={name} open={codes.length > 0 && codes.length <= 20} sx={{ mb: 1 }}>
          <summary>{`${name}: ${codes.length}`}</summary>
          <Box sx={{ color: 'text.secondary', fontSize: '0.88rem', maxHeight: 160, overflow: 'auto' }}>
            {codes.length > 0 ? `${codes.join(', ')} (${hint})` : t('none')}
          </Box>
        </Box>
      ))}
    </>
  );
}
