import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/**
 * Two columns of panels, one under the other where space is short. A sticky side stays in sight while the
 * other scrolls.
 */
export const PageColumns = ({
  main,
  side,
  stickySide,
}: {
  main: ReactNode;
  side?: ReactNode;
  stickySide?: boolean;
}) => (
  <Box
    sx={{
      display: 'grid',
      gap: 2,
      alignItems: 'start',
      gridTemplateColumns: {
        xs: 'minmax(0, 1fr)',
        lg: side ? 'minmax(0, 3fr) minmax(0, 2fr)' : 'minmax(0, 1fr)',
      },
    }}
  >
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' }}>{main}</Box>
    {side && (
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          minWidth: 0,
          gridTemplateColumns: 'minmax(0, 1fr)',
          ...(stickySide && { position: { lg: 'sticky' }, top: 64 }),
        }}
      >
        {side}
      </Box>
    )}
  </Box>
);
