import { Alert, Button } from '@mui/material';

/** Something could not be loaded: why, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const message = error instanceof Error && error.message ? error.message : 'This could not be loaded.';
  return (
    <Alert
      severity="error"
      sx={{ m: 1 }}
      action={
        onRetry && (
          <Button color="inherit" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {message}
    </Alert>
  );
}
