import { Alert, Box } from '@mui/material';
import type { ChangeRequest } from '../providers/records.ts';
import { useSession } from '../providers/session.ts';
import { RequestAgainButton } from './actions/RequestAgainButton.tsx';
import { refusalText } from './refusalText.ts';

/** Why an approved request could not be applied, and what to do about it. */
export function FailedChange({ request }: { request: ChangeRequest }) {
  const session = useSession();
  const error = request.error ?? '';
  const isStale = error.startsWith('CHANGED_MEANWHILE:');
  return (
    <Alert severity="error" sx={{ mb: 2 }}>
      <strong>It was approved, but could not be applied.</strong> {refusalText(error)} Nothing was changed.
      {isStale && (
        <Box sx={{ mt: 1, display: 'grid', gap: 1, justifyItems: 'start' }}>
          <span>
            An approval counts only for the values that were shown. Someone has changed them since: a new
            request shows what is true now.
          </span>
          {session?.id === request.maker.id ? (
            <RequestAgainButton request={request} />
          ) : (
            <span>{request.maker.name} can request it again.</span>
          )}
        </Box>
      )}
    </Alert>
  );
}
