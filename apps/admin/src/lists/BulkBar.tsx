import { Box, Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext } from 'react-admin';

/** How many rows are chosen, and what may be done with them; absent while none is. */
export function BulkBar({ children }: { children: ReactNode }) {
  const { selectedIds, onUnselectItems } = useListContext();
  if (selectedIds.length === 0) return null;
  return (
    <Box
      role="toolbar"
      aria-label="Chosen rows"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1,
        alignItems: 'center',
        px: 2,
        py: 1,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <strong role="status">{`${selectedIds.length} chosen`}</strong>
      {children}
      <Button color="inherit" onClick={() => onUnselectItems()}>
        Choose none
      </Button>
    </Box>
  );
}
