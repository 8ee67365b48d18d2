import { Alert } from '@mui/material';
import { useSession } from '../providers/session.ts';
import { useSecondFactors } from '../stepUp/useSecondFactors.ts';

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
        <strong>Your role requires a second factor.</strong> Until you set one up, you can only
        {session.permissions.includes('dashboard.read') ? ' read' : ' use this page'}. A passkey is the
        quickest and strongest option: add one below.
      </Alert>
    );
  }
  if (!factors || factors.methods.length > 0 || !factors.isRequired) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <strong>Set up a second factor.</strong>{' '}
      {factors.passkeys.length > 0
        ? 'Your passkeys belong to another address of the desk and cannot be used here.'
        : 'The withdrawal policy requires one: without it you cannot approve or complete withdrawals.'}
    </Alert>
  );
}
