import { Box } from '@mui/material';
import type { ReactNode } from 'react';

type Tone = 'good' | 'neutral' | 'warning' | 'bad';

const INK: Record<Tone, string> = {
  good: 'success.main',
  neutral: 'text.secondary',
  warning: 'warning.main',
  bad: 'error.main',
};

/** An icon and a sentence; the colour only repeats them. */
export const StatusLine = ({
  tone,
  icon,
  children,
  strong,
}: {
  tone: Tone;
  icon: ReactNode;
  children: ReactNode;
  strong?: boolean;
}) => (
  <Box
    sx={{
      display: 'flex',
      gap: 1,
      alignItems: 'flex-start',
      minWidth: 0,
      fontWeight: strong ? 650 : undefined,
    }}
  >
    <Box
      component="span"
      sx={{ color: INK[tone], display: 'inline-flex', pt: '1px', '& svg': { fontSize: '1.2rem' } }}
    >
      {icon}
    </Box>
    <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{children}</Box>
  </Box>
);
