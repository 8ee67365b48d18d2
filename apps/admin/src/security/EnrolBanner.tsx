import { Alert } from '@mui/material';
import { useSession } from '../providers/session.ts';
import { useSecondFactors } from '../stepUp/useSecondFactors.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

/**
 * Warns that a required second factor is not set up, and what does not work until then; renders nothing
 * otherwise.
 */
export function EnrolBanner() {
  const session = useSession();
  const { factors } = useSecondFactors();
  if (session?.mustEnrol) {
    return (
      <Alert severity="warning" sx={{ mb: 2 }}>
        <Rich
          text={
            session.permissions.includes('dashboard.read')
              ? t(
                  '<b>Your role requires a second factor.</b> Until you set one up, you can only read. A passkey is the quickest and strongest option: add one below.',
                )
              : t(
                  '<b>Your role requires a second factor.</b> Until you set one up, you can only use this page. A passkey is the quickest and strongest option: add one below.',
                )
          }
          tags={{ b: (content) => <strong>{content}</strong> }}
        />
      </Alert>
    );
  }
  if (!factors || factors.methods.length > 0 || !factors.isRequired) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <strong>{t('Set up a second factor.')}</strong>{' '}
      {factors.passkeys.length > 0
        ? t('Your passkeys belong to another address of the desk and cannot be used here.')
        : t('The withdrawal policy requires one: without it you cannot approve or complete withdrawals.')}
    </Alert>
  );
}
