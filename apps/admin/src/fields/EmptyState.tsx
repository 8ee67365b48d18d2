import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** Nothing to show: says so, and what could be done next. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Box sx={{ p: { xs: 3, sm: 5 }, textAlign: 'center' }}>
      <Typography sx={{ fontWeight: 600 }}>{title}</Typography>
      <Box sx={{ mt: 0.5, color: 'text.secondary' }}>{children}</Box>
    </Box>
  );
}
