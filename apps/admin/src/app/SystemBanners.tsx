import { Alert, Chip, Tooltip } from '@mui/material';
import { TimeText } from '../fields/TimeText.tsx';
import { useSystemInfo } from '../providers/useSystemInfo.ts';

/** Says on every page, in the bar, that no real money moves. */
export function SimulatorChip() {
  const info = useSystemInfo();
  if (!info?.simulatorInUse) return null;
  return (
    <Tooltip title="No payment provider is connected: a simulator stands in for it, and no real money moves.">
      <Chip
        role="note"
        tabIndex={0}
        size="small"
        label="Simulator"
        sx={{ ml: 1, fontWeight: 650, color: '#2b1c00', backgroundColor: '#f2b559' }}
      />
    </Tooltip>
  );
}

/** Says on every page that the nightly verification of the database has failed. */
export function VerificationBanner() {
  const last = useSystemInfo()?.lastVerification;
  if (!last || last.ok) return null;
  return (
    <Alert severity="error" role="alert" sx={{ mb: 2 }} data-testid="verification-failed">
      <strong>The database is damaged or was tampered with.</strong> The verification of{' '}
      <TimeText at={last.finishedAt} /> found: {last.problem ?? 'see the log'}. Stop payouts, and run “paydesk
      verify” on the server.
    </Alert>
  );
}

/**
 * Tells on every page that the provider cannot be reached, what does not work meanwhile, and that nothing is
 * lost.
 */
export function ProviderBanner() {
  const circuit = useSystemInfo()?.providerCircuit;
  if (!circuit || circuit.state === 'closed') return null;
  return (
    <Alert
      severity="info"
      variant="outlined"
      role="status"
      sx={{ mb: 2, py: 0, backgroundColor: 'background.paper' }}
    >
      <strong>The payment provider cannot be reached</strong> since <TimeText at={circuit.since} />. Deposits
      are not lost: the desk catches up by itself. New payments cannot be created until then.
      {circuit.state === 'half_open' && ' It is being tried again right now.'}
    </Alert>
  );
}
