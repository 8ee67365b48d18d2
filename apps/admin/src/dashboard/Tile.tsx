import { Box, Card, CardActionArea } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

interface TileProps {
  label: string;
  figure: ReactNode;
  detail?: ReactNode;
  /** The list behind the figure. */
  to: string;
  /** Highlights the tile when something waits. */
  tone?: 'normal' | 'waiting' | 'alarm';
}

const EDGE = { normal: 'divider', waiting: 'warning.main', alarm: 'error.main' } as const;

/** A figure that links to the list behind it. */
export const Tile = ({ label, figure, detail, to, tone = 'normal' }: TileProps) => (
  <Card sx={{ minWidth: 0, borderLeft: 3, borderLeftColor: EDGE[tone] }}>
    <CardActionArea
      component={Link}
      to={to}
      sx={{
        px: 2,
        py: 1.5,
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'flex-start',
        justifyContent: 'flex-start',
      }}
    >
      <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
        {label}
      </Box>
      <Box
        component="span"
        sx={{
          fontSize: '1.45rem',
          fontWeight: 650,
          lineHeight: 1.35,
          color: tone === 'alarm' ? 'error.main' : 'text.primary',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {figure}
      </Box>
      <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.85rem', minHeight: '1.3em' }}>
        {detail}
      </Box>
    </CardActionArea>
  </Card>
);
