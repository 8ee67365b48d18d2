import { Box } from '@mui/material';
import type { ReactNode } from 'react';

const stack = {
  display: 'grid',
  gap: 2,
  minWidth: 0,
  alignContent: 'start',
  gridTemplateColumns: 'minmax(0, 1fr)',
} as const;

/**
 * What is decided beside the story behind it; the papers under it. Where space is short the story comes
 * before the papers.
 */
export const ReviewLayout = ({
  decision,
  story,
  papers,
}: {
  decision: ReactNode;
  story: ReactNode;
  papers: ReactNode;
}) => (
  <Box
    sx={{
      display: 'grid',
      gap: 2,
      gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
      gridTemplateRows: { lg: 'auto 1fr' },
      gridTemplateAreas: { xs: '"decision" "story" "papers"', lg: '"decision story" "papers story"' },
    }}
  >
    <Box sx={{ ...stack, gridArea: 'decision' }}>{decision}</Box>
    <Box sx={{ ...stack, gridArea: 'story' }}>{story}</Box>
    <Box sx={{ ...stack, gridArea: 'papers' }}>{papers}</Box>
  </Box>
);
