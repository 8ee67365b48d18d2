import { Alert, Box, Button, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { t } from '../texts/t.ts';

/** Nothing to show: says so, and what could be done next. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Box sx={{ p: { xs: 3, sm: 5 }, textAlign: 'center' }}>
      <Typography sx={{ fontWeight: 600 }}>{title}</Typography>
      <Box sx={{ mt: 0.5, color: 'text.secondary' }}>{children}</Box>
    </Box>
  );
}

/** Something could not be loaded: why, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const message = error instanceof Error && error.message ? error.message : t('This could not be loaded.');
  return (
    <Alert
      severity="error"
      sx={{ m: 1 }}
      action={
        onRetry && (
          <Button color="inherit" onClick={onRetry}>
            {t('Try again')}
          </Button>
        )
      }
    >
      {message}
    </Alert>
  );
}
