import { Alert } from '@mui/material';
import { TimeText } from '../fields/TimeText.tsx';
import { useSystemInfo } from '../providers/useSystemInfo.ts';

/** Says on every page that no real money moves. */
export function SimulatorBanner() {
  const info = useSystemInfo();
  if (!info?.simulatorInUse) return null;
  return (
    <Alert
      severity="warning"
      variant="outlined"
      role="note"
      sx={{ mb: 2, py: 0, backgroundColor: 'background.paper' }}
    >
      <strong>Simulator in use.</strong> No payment provider is connected: no real money moves.
    </Alert>
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
