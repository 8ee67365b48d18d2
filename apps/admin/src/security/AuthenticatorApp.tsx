import { Box } from '@mui/material';
import { useState } from 'react';
import { HttpError, useNotify } from 'react-admin';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { passwordField } from '../commands/CommandField.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { authClient } from '../providers/authClient.ts';
import { type AuthError, signInMessage } from '../providers/authMessages.ts';
import type { SecurityOverview } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { ConfirmTotp } from './ConfirmTotp.tsx';
import { useFactorsChanged } from './useFactorsChanged.ts';
import { t } from '../texts/t.ts';

interface Enrolment {
  totpURI: string;
  backupCodes: string[];
}

/**
 * Turns the codes of an authenticator app on (password, then a code from the app) and off (password and
 * second factor).
 */
export function AuthenticatorApp({ overview: { totpEnabled: isOn } }: { overview: SecurityOverview }) {
  const notify = useNotify();
  const changed = useFactorsChanged();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const enrolled = () => {
    setEnrolment(null);
    notify(t('Authenticator app set up'), { type: 'success' });
    changed();
  };
  return (
    <Panel
      title={t('Authenticator app')}
      action={isOn ? <Badge color="success">{t('On')}</Badge> : <Badge color="warning">{t('Off')}</Badge>}
    >
      {enrolment && <ConfirmTotp {...enrolment} onDone={enrolled} onBack={() => setEnrolment(null)} />}
      {!enrolment && (
        <Box sx={{ display: 'grid', gap: 1.5 }}>
          <div>
            {isOn
              ? t('Signing in requires a code from your authenticator app.')
              : t(
                  'An app on your phone shows a new code every 30 seconds. With it, a stolen password alone is not enough to sign in.',
                )}
          </div>
          <div>{isOn ? <TurnOffButton /> : <SetUpButton onStarted={setEnrolment} />}</div>
        </Box>
      )}
    </Panel>
  );
}

function SetUpButton({ onStarted }: { onStarted: (enrolment: Enrolment) => void }) {
  return (
    <CommandButton
      label={t('Set up authenticator app')}
      variant="outlined"
      action="security.enableTotp"
      dialog={(close) => (
        <CommandDialog
          title={t('Set up authenticator app')}
          explain={t('Enter your password to confirm it is you.')}
          fields={[passwordField]}
          confirmLabel={t('Show QR code')}
          stepUp={() => ({ kind: 'enableTotp' })}
          run={({ password = '' }, _key, proof) =>
            callAuth(() => authClient.twoFactor.enable({ password, ...(proof && { proof }) }))
          }
          done={null}
          onDone={(data) =>
            'totpURI' in data && onStarted({ totpURI: data.totpURI, backupCodes: data.backupCodes })
          }
          close={close}
        />
      )}
    />
  );
}

function TurnOffButton() {
  const changed = useFactorsChanged();
  return (
    <CommandButton
      label={t('Turn off')}
      color="error"
      action="security.disableTotp"
      dialog={(close) => (
        <CommandDialog
          title={t('Turn off the authenticator app?')}
          explain={t('Signing in will require only your password. Your recovery codes are deleted as well.')}
          fields={[passwordField]}
          confirmLabel={t('Turn off')}
          danger
          stepUp={() => ({ kind: 'disableTotp' })}
          run={({ password = '' }, _key, proof) =>
            trpc.security.disableTotp.mutate({ password, ...(proof && { proof }) })
          }
          done={t('Authenticator app turned off')}
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}

interface Answer<Data> {
  data: Data | null;
  error: (AuthError & { details?: unknown }) | null;
}

/**
 * Calls an authentication endpoint on behalf of a command dialog.
 *
 * @throws HttpError with a message, the reason and the field it concerns, as the tRPC procedures do
 */
async function callAuth<Data>(call: () => Promise<Answer<Data>>): Promise<Data> {
  const { data, error } = await call().catch((): Answer<Data> => ({ data: null, error: { status: 0 } }));
  if (data !== null && error === null) return data;
  const message = signInMessage(error);
  const fieldErrors = error?.code === 'INVALID_PASSWORD' ? { password: message } : {};
  throw new HttpError(message, error?.status ?? 0, {
    reason: error?.code ?? null,
    details: error?.details ?? {},
    fieldErrors,
  });
}
