import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** A row: side by side where there is room, one under the other on a phone. */
export const rowsSx = {
  display: 'grid',
  columnGap: 2,
  rowGap: 0.5,
  alignItems: 'start',
  px: 1.5,
  py: 1,
  '&:not(:first-of-type)': { borderTop: 1, borderColor: 'divider' },
} as const;

/** Rows in a dialog: they scroll by themselves, so that the buttons stay in sight. */
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
