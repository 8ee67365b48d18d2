import { Alert } from '@mui/material';
import { useSession } from '../providers/session.ts';
import { useSecondFactors } from '../stepUp/useSecondFactors.ts';

/**
 * Says that a second factor is needed and none is set up, and what does not work until then; nothing
 * otherwise.
 */
export function EnrolBanner() {
  const session = useSession();
  const { factors } = useSecondFactors();
  if (session?.mustEnrol) {
    return (
      <Alert severity="warning" sx={{ mb: 2 }}>
        <strong>Your role needs a second factor, and you have none yet.</strong> Until you have set one up,
        this page is all that the desk shows you. A passkey is the quickest.
      </Alert>
    );
  }
  if (!factors || factors.methods.length > 0 || !factors.isRequired) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <strong>Set up a second factor.</strong>{' '}
      {factors.passkeys.length > 0
        ? 'Your passkeys belong to another address of the desk and cannot be used here.'
        : 'The withdrawal policy asks for one: without it you can approve and complete nothing.'}
    </Alert>
  );
}
