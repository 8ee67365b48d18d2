import RefreshIcon from '@mui/icons-material/Refresh';
import { CircularProgress, IconButton, Tooltip } from '@mui/material';
import { useLoading, useRefresh } from 'react-admin';

/** Loads what is on the screen anew; turns while something is on its way. */
export function ReloadButton() {
  const loading = useLoading();
  const refresh = useRefresh();
  return (
    <Tooltip title="Load again">
      <IconButton color="inherit" aria-label="Load again" onClick={() => refresh()}>
        {loading ? (
          <CircularProgress size={20} color="inherit" aria-label="Loading" />
        ) : (
          <RefreshIcon fontSize="small" />
        )}
      </IconButton>
    </Tooltip>
  );
}
