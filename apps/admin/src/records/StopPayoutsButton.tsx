import StopIcon from '@mui/icons-material/PanToolOutlined';
import { lazy, Suspense } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { usePayoutStop } from './useSummary.ts';
import { t } from '../texts/t.ts';

// Loaded when it is needed: it is on pages that open often, and is rarely used.
const StopPayoutsDialog = lazy(async () => ({
  default: (await import('./payoutDialogs.tsx')).StopPayoutsDialog,
}));

/** Stops all payouts at once. While they are stopped, the banner offers to resume them instead. */
export function StopPayoutsButton() {
  if (usePayoutStop() !== null) return null;
  return (
    <CommandButton
      label={t('Stop all payouts')}
      icon={<StopIcon />}
      color="error"
      action="withdrawals.stopPayouts"
      dialog={(close) => (
        <Suspense>
          <StopPayoutsDialog close={close} />
        </Suspense>
      )}
    />
  );
}
