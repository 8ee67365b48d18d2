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
      <Box sx={flush ? FLUSH : { px: 2, pb: 2, pt: 0.5 }}>{children}</Box>
    </Card>
  );
}

/** Tables from edge to edge, whose text begins and ends where that of other panels does. */
const FLUSH = {
  overflowX: 'auto',
  '& th, & td': { px: 1 },
  // Long headings of other languages would make a table wider than a tablet.
  '& thead th': { whiteSpace: 'normal' },
  '& th:first-of-type, & td:first-of-type:not(th + td)': { pl: 2 },
  '& thead th:last-of-type, & td:last-of-type': { pr: 2 },
  '& tbody tr:last-of-type > *': { borderBottom: 0 },
} as const;
