import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';

/** Rows one under the other, for narrow screens. */
export const Cards = <Row extends RaRecord>({
  title,
  rows,
  card,
}: {
  title: string;
  rows: readonly Row[];
  card: (row: Row) => ReactNode;
}) => (
  <Box
    component="ul"
    aria-label={title}
    sx={{ listStyle: 'none', m: 0, p: 0, '& > li + li': { borderTop: 1, borderColor: 'divider' } }}
  >
    {rows.map((row) => (
      <Box component="li" key={row.id} sx={{ px: 2, py: 1.25, minWidth: 0 }}>
        {card(row)}
      </Box>
    ))}
  </Box>
);
