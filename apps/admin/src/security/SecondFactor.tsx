import { Alert } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { authClient } from '../providers/authClient.ts';
import { useSession } from '../providers/useSession.ts';
import { ConfirmTotp } from './ConfirmTotp.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { useAuthCall } from './useAuthCall.ts';

interface Enrolment {
  totpURI: string;
  backupCodes: string[];
}

/** Turns the second factor on (password, then a code from the app) and off (password). */
export function SecondFactor() {
  const queryClient = useQueryClient();
  const notify = useNotify();
  const session = useSession();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const call = useAuthCall();

  const finish = (words: string) => {
    setEnrolment(null);
    notify(words, { type: 'success' });
    queryClient.removeQueries({ queryKey: ['system', 'session'] });
    void queryClient.invalidateQueries({ queryKey: ['own', 'session'] });
  };
  const enable = async (password: string) => {
    const data = await call.run(() => authClient.twoFactor.enable({ password }));
    if (data && 'totpURI' in data) setEnrolment({ totpURI: data.totpURI, backupCodes: data.backupCodes });
  };
  const disable = async (password: string) => {
    if (await call.run(() => authClient.twoFactor.disable({ password }))) finish('The second factor is off.');
  };

  if (!session) return null;
  const on = session.twoFactorEnabled;
  return (
    <Panel title="Second factor" action={on ? <Badge color="success">On</Badge> : <Badge color="warning">Off</Badge>}>
      {enrolment && <ConfirmTotp {...enrolment} onDone={() => finish('The second factor is on.')} onBack={() => setEnrolment(null)} />}
      {!enrolment && !on && (
        <>
          <p>With an authenticator app, a stolen password alone opens nothing. Enter your password to begin.</p>
          <PasswordForm label="Set up the authenticator app" busy={call.busy} onSubmit={(password) => void enable(password)} />
        </>
      )}
      {!enrolment && on && (
        <>
          <p>Signing in asks for a code of your authenticator app. Enter your password to turn that off.</p>
          <PasswordForm label="Turn off" danger busy={call.busy} onSubmit={(password) => void disable(password)} />
        </>
      )}
      {call.error && <Alert severity="error" sx={{ mt: 1 }}>{call.error}</Alert>}
    </Panel>
  );
}
