import { Box } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { passwordField } from '../commands/CommandField.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { authClient } from '../providers/authClient.ts';
import type { SecurityOverview } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { askAuth } from './askAuth.ts';
import { ConfirmTotp } from './ConfirmTotp.tsx';
import { useFactorsChanged } from './useFactorsChanged.ts';

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
    notify('The authenticator app is set up.', { type: 'success' });
    changed();
  };
  return (
    <Panel
      title="Authenticator app"
      action={isOn ? <Badge color="success">On</Badge> : <Badge color="warning">Off</Badge>}
    >
      {enrolment && <ConfirmTotp {...enrolment} onDone={enrolled} onBack={() => setEnrolment(null)} />}
      {!enrolment && (
        <Box sx={{ display: 'grid', gap: 1.5 }}>
          <div>
            {isOn
              ? 'Signing in asks for a code of your authenticator app.'
              : 'An app on your phone shows a new code every half minute. With it, a stolen password alone opens nothing.'}
          </div>
          <div>{isOn ? <TurnOffButton /> : <SetUpButton onBegun={setEnrolment} />}</div>
        </Box>
      )}
    </Panel>
  );
}

function SetUpButton({ onBegun }: { onBegun: (enrolment: Enrolment) => void }) {
  return (
    <CommandButton
      label="Set up the authenticator app"
      variant="contained"
      permission="session.read"
      dialog={(close) => (
        <CommandDialog
          title="Set up the authenticator app"
          explain="Your password first, so that nobody else at this screen can do it."
          fields={[passwordField]}
          confirmLabel="Show the code to scan"
          stepUp={() => ({ kind: 'enableTotp' })}
          run={({ password = '' }, _key, proof) =>
            askAuth(() => authClient.twoFactor.enable({ password, ...(proof && { proof }) }))
          }
          done={null}
          onDone={(data) =>
            'totpURI' in data && onBegun({ totpURI: data.totpURI, backupCodes: data.backupCodes })
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
      label="Turn off"
      color="error"
      permission="session.read"
      dialog={(close) => (
        <CommandDialog
          title="Turn the authenticator app off?"
          explain="Signing in asks for the password alone from then on. Your recovery codes go with it."
          fields={[passwordField]}
          confirmLabel="Turn it off"
          danger
          stepUp={() => ({ kind: 'disableTotp' })}
          run={({ password = '' }, _key, proof) =>
            trpc.security.disableTotp.mutate({ password, ...(proof && { proof }) })
          }
          done="The authenticator app is off"
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
