import { Alert, Box } from '@mui/material';
import type { ChangeRequest } from '../providers/records.ts';
import { useSession } from '../providers/session.ts';
import { RequestAgainButton } from './actions/RequestAgainButton.tsx';
import { refusalText } from './refusalText.ts';
import { t } from '../texts/t.ts';

/** Why an approved request could not be applied, and what to do about it. */
export function FailedChange({ request }: { request: ChangeRequest }) {
  const session = useSession();
  const error = request.error ?? '';
  const isStale = error.startsWith('CHANGED_MEANWHILE:');
  return (
    <Alert severity="error" sx={{ mb: 2 }}>
      <strong>{t('It was approved, but could not be applied.')}</strong> {refusalText(error)}{' '}
      {t('Nothing was changed.')}
      {isStale && (
        <Box sx={{ mt: 1, display: 'grid', gap: 1, justifyItems: 'start' }}>
          <span>
            {t(
              'An approval counts only for the values that were shown. Someone has changed them since: a new request shows what is true now.',
            )}
          </span>
          {session?.id === request.maker.id ? (
            <RequestAgainButton request={request} />
          ) : (
            <span>{t('{name} can request it again.', { name: request.maker.name })}</span>
          )}
        </Box>
      )}
    </Alert>
  );
}
