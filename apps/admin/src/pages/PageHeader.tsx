import { Box, Typography } from '@mui/material';
import { type ReactNode, useEffect } from 'react';

import { setPageTitle } from '../providers/pageTitle.ts';

interface PageHeaderProps {
  title: string;
  /** Beside the title: a badge. */
  badge?: ReactNode;
  /** Under the title: a line that describes the page. */
  hint?: ReactNode;
  actions?: ReactNode;
}

/** The heading of a page, which is also the title of the browser's tab. */
export function PageHeader({ title, badge, hint, actions }: PageHeaderProps) {
  useEffect(() => {
    setPageTitle(title);
  }, [title]);
  return (
    <Box
      component="header"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'flex-start',
        justifyContent: 'space-between',
        gap: 1.5,
        mb: 2,
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
          <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
          {badge}
        </Box>
        {hint && <Box sx={{ color: 'text.secondary', mt: 0.25, fontSize: '0.92rem' }}>{hint}</Box>}
      </Box>
      {actions && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>{actions}</Box>
      )}
    </Box>
  );
}
