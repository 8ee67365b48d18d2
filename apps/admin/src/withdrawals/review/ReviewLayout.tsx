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
 * The decision beside the history of its user, and the documents below the decision. On a narrow screen the
 * history comes before the documents.
 */
export const ReviewLayout = ({
  decision,
  history,
  documents,
}: {
  decision: ReactNode;
  history: ReactNode;
  documents: ReactNode;
}) => (
  <Box
    sx={{
      display: 'grid',
      gap: 2,
      gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
      gridTemplateRows: { lg: 'auto 1fr' },
      gridTemplateAreas: {
        xs: '"decision" "history" "documents"',
        lg: '"decision history" "documents history"',
      },
    }}
  >
    <Box sx={{ ...stack, gridArea: 'decision' }}>{decision}</Box>
    <Box sx={{ ...stack, gridArea: 'history' }}>{history}</Box>
    <Box sx={{ ...stack, gridArea: 'documents' }}>{documents}</Box>
  </Box>
);
