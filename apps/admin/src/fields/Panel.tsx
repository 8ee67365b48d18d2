import { Box, Card, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';

/** A titled part of a page. */
export function Panel({
  title,
  children,
  action,
  flush,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  flush?: boolean;
}) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} sx={{ minWidth: 0 }}>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 1,
          px: 2,
          pt: 1.5,
          pb: flush ? 1 : 0.5,
          flexWrap: 'wrap',
        }}
      >
        <Typography id={id} variant="h2">
          {title}
        </Typography>
        {action}
      </Box>
      <Box sx={flush ? { overflowX: 'auto' } : { px: 2, pb: 2, pt: 0.5 }}>{children}</Box>
    </Card>
  );
}
