import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** A row: cells side by side on wide screens, stacked on a phone. */
export const rowsSx = {
  display: 'grid',
  columnGap: 2,
  rowGap: 0.5,
  alignItems: 'start',
  px: 1.5,
  py: 1,
  '&:not(:first-of-type)': { borderTop: 1, borderColor: 'divider' },
} as const;

/** Rows in a dialog. They scroll on their own, so that the buttons stay visible. */
export const RowsBox = ({ label, children }: { label: string; children: ReactNode }) => (
  <Box
    tabIndex={0}
    role="region"
    aria-label={label}
    sx={{ maxHeight: '46vh', overflow: 'auto', border: 1, borderColor: 'divider', borderRadius: 1 }}
  >
    <Box component="ul" aria-label={label} sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {children}
    </Box>
  </Box>
);
