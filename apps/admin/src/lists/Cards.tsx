import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import type { RowMarks } from './mergeRows.ts';
import { rowMarkStyle } from './rowMarkStyle.ts';

/** Rows one under the other, for narrow screens. */
export const Cards = <Row extends RaRecord>({
  title,
  rows,
  card,
  marks,
}: {
  title: string;
  rows: readonly Row[];
  card: (row: Row) => ReactNode;
  /** What is new about rows. */
  marks?: RowMarks;
}) => (
  <Box
    component="ul"
    aria-label={title}
    sx={{ listStyle: 'none', m: 0, p: 0, '& > li + li': { borderTop: 1, borderColor: 'divider' } }}
  >
    {rows.map((row) => {
      const mark = marks?.get(row.id);
      return (
        <Box
          component="li"
          key={row.id}
          data-mark={mark}
          sx={[{ px: 2, py: 1.25, minWidth: 0 }, mark !== undefined && (rowMarkStyle[mark] as object)]}
        >
          {card(row)}
        </Box>
      );
    })}
  </Box>
);

interface CardRowProps {
  /** A link to it. */
  title: ReactNode;
  /** What it is worth. */
  amount?: ReactNode;
  /** Its status. */
  badge?: ReactNode;
  /** Owner and time. */
  details?: ReactNode;
}

/** A row as a card for narrow screens. */
export const CardRow = ({ title, amount, badge, details }: CardRowProps) => (
  <Box
    sx={{
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      columnGap: 1.5,
      rowGap: 0.25,
      alignItems: 'center',
    }}
  >
    <Box sx={{ minWidth: 0, display: 'flex', gap: 0.5 }}>{title}</Box>
    <Box sx={{ textAlign: 'right', fontWeight: 600 }}>{amount}</Box>
    <Box sx={{ minWidth: 0, color: 'text.secondary', fontSize: '0.88rem' }}>{details}</Box>
    <Box sx={{ textAlign: 'right' }}>{badge}</Box>
  </Box>
);
