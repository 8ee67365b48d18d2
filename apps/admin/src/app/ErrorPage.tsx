import { Button } from '@mui/material';
import { useResetErrorBoundaryOnLocationChange } from 'react-admin';
import { EmptyState } from '../fields/states.tsx';
import { t } from '../texts/t.ts';

/** In place of a page that has failed, until the person goes to another one. */
export function ErrorPage({ resetErrorBoundary }: { resetErrorBoundary: (args: null) => void }) {
  useResetErrorBoundaryOnLocationChange(() => resetErrorBoundary(null));
  return (
    <div role="alert">
      <EmptyState title={t('Something went wrong')}>
        <p>{t('Something went wrong on this page. Load it again; if it stays so, tell an admin.')}</p>
        <Button variant="contained" onClick={() => history.back()}>
          {t('Go back')}
        </Button>
      </EmptyState>
    </div>
  );
}
