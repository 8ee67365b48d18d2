import type { ChangeRequestedDetails } from '@paydesk/types';
import { type ReactNode, useState } from 'react';
import { useNotify } from 'react-admin';
import { fieldErrorsOf } from '../providers/httpError.ts';
import { changeRequestedOf } from './changeRequested.ts';
import { ChangeRequestedDialog } from './ChangeRequestedDialog.tsx';
import { isProofDeclined } from './proofDeclined.ts';
import { t } from '../texts/t.ts';

/**
 * What a form does with an error: a change that waits for another person gets its dialog, and errors of
 * inputs are left to the form.
 */
export function useSaveErrors(): { onError: (error: unknown) => void; dialog: ReactNode } {
  const notify = useNotify();
  const [requested, setRequested] = useState<ChangeRequestedDetails | null>(null);
  const onError = (error: unknown) => {
    const change = changeRequestedOf(error);
    if (change) setRequested(change);
    else if (Object.keys(fieldErrorsOf(error)).length === 0)
      notify(error instanceof Error ? error.message : t('The request failed.'), {
        type: isProofDeclined(error) ? 'info' : 'error',
      });
  };
  return {
    onError,
    dialog: requested && <ChangeRequestedDialog requested={requested} close={() => setRequested(null)} />,
  };
}
