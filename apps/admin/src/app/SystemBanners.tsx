import { Alert } from '@mui/material';
import { TimeText } from '../fields/TimeText.tsx';
import { useSystemInfo } from '../providers/useSystemInfo.ts';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** What every page says about the desk itself. */
export const SystemBanners = () => (
  <>
    <VerificationBanner />
    <ProviderBanner />
  </>
);

/** Says on every page that the nightly verification of the database has failed. */
export function VerificationBanner() {
  const last = useSystemInfo()?.lastVerification;
  if (!last || last.ok) return null;
  return (
    <Alert severity="error" role="alert" sx={{ mb: 2 }} data-testid="verification-failed">
      <strong>{t('The database is damaged or was tampered with.')}</strong>{' '}
      <Rich
        text={t(
          'The verification of <time></time> found: {problem}. Stop payouts, and run “paydesk verify” on the server.',
          { problem: last.problem ?? t('see the log') },
        )}
        tags={{ time: () => <TimeText at={last.finishedAt} /> }}
      />
    </Alert>
  );
}

/**
 * Tells on every page that the provider cannot be reached, what does not work meanwhile, and that nothing is
 * lost.
 */
export function ProviderBanner() {
  const circuit = useSystemInfo()?.providerCircuit;
  if (!circuit || circuit.state === 'closed') return null;
  return (
    <Alert
      severity="info"
      variant="outlined"
      role="status"
      sx={{ mb: 2, py: 0, backgroundColor: 'background.paper' }}
    >
      <Rich
        text={t(
          '<b>The payment provider cannot be reached</b> since <time></time>. Deposits are not lost: the desk catches up by itself. New payments cannot be created until then.',
        )}
        tags={{
          b: (content) => <strong>{content}</strong>,
          time: () => <TimeText at={circuit.since} />,
        }}
      />
      {circuit.state === 'half_open' && ` ${t('It is being tried again right now.')}`}
    </Alert>
  );
}
