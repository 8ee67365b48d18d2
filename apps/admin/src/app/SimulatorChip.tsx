import { Chip, Tooltip } from '@mui/material';
import { useSystemInfo } from '../providers/useSystemInfo.ts';
import { t } from '../texts/t.ts';

/** Says on every page, in the bar, that no real money moves. */
export function SimulatorChip() {
  const info = useSystemInfo();
  if (!info?.simulatorInUse) return null;
  return (
    <Tooltip
      title={t('No payment provider is connected: a simulator stands in for it, and no real money moves.')}
    >
      <Chip
        role="note"
        tabIndex={0}
        size="small"
        label={t('Simulator')}
        sx={{ ml: 1, fontWeight: 650, color: '#2b1c00', backgroundColor: '#f2b559' }}
      />
    </Tooltip>
  );
}
