import { Alert } from '@mui/material';
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
