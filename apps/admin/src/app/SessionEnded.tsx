import { Alert, Button, Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { useWasOpen } from '../fields/useWasOpen.ts';
import { PasswordStep } from '../login/PasswordStep.tsx';
import { SecondFactorStep } from '../login/SecondFactorStep.tsx';
import { announceSignedIn, announceSignedOut, authClient, onSessionEnded } from '../providers/authClient.ts';
import { useSession } from '../providers/session.ts';
import { t } from '../texts/t.ts';

/** Where somebody types, or is about to confirm something. */
const TYPED_IN = 'form, [role="dialog"], [data-typed]';

type Step = 'password' | 'secondFactor' | 'otherPerson';

/**
 * When the session ends while a form or a dialog is open: asks the person to sign in again over the page, which stays as
 * it is. Nothing that was to be sent is sent by itself. Renders nothing until then.
 */
export function SessionEnded() {
  const titleId = useId();
  const person = useSession();
  const queryClient = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);

  const keepPage = useEffectEvent((): boolean => {
    if (step !== null) return true;
    if (person === undefined || document.querySelector(TYPED_IN) === null) return false;
    setStep('password');
    return true;
  });
  useEffect(() => onSessionEnded(() => keepPage()), []);

  const goOn = async () => {
    const { data } = await authClient.getSession();
    // Then it is not known who has signed in.
    if (data === null) throw new Error('The desk does not answer.');
    if (data.user.id !== person?.id) {
      setStep('otherPerson');
      return;
    }
    setStep(null);
    announceSignedIn();
    // Meanwhile nothing was loaded.
    await queryClient.invalidateQueries();
  };
  /** What the one has typed and seen is not for the other. */
  const reload = () => {
    announceSignedOut();
    location.reload();
  };

  if (!useWasOpen(step !== null)) return null;
  return (
    <Dialog open={step !== null} maxWidth="xs" fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId} sx={{ pb: 1 }}>
        {t('Your session has ended')}
      </DialogTitle>
      <DialogContent className="login-form">
        {step === 'otherPerson' ? (
          <>
            <Alert severity="warning" sx={{ mb: 2 }}>
              {t('You have signed in as someone else. The page is loaded again, and what was typed is lost.')}
            </Alert>
            <Button variant="contained" onClick={reload} autoFocus>
              {t('Load the page again')}
            </Button>
          </>
        ) : (
          <>
            <p style={{ marginTop: 0 }}>{t('Sign in again to go on: what you typed is kept.')}</p>
            {step === 'password' && (
              <PasswordStep
                initialEmail={person?.email ?? ''}
                onSignedIn={goOn}
                onSecondFactor={() => setStep('secondFactor')}
              />
            )}
            {step === 'secondFactor' && (
              <SecondFactorStep onSignedIn={goOn} onStartAgain={() => setStep('password')} />
            )}
            <Button color="inherit" size="small" onClick={announceSignedOut} sx={{ mt: 1.5 }}>
              {t('Leave, and lose what was typed')}
            </Button>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}
