import { Box } from '@mui/material';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Passkey, SecurityOverview } from '../providers/records.ts';
import { AddPasskeyButton } from './AddPasskeyButton.tsx';
import { useFactorsChanged } from './useFactorsChanged.ts';

/** The person's passkeys: add, rename, remove. */
export function Passkeys({ overview: { passkeys, methods } }: { overview: SecurityOverview }) {
  const isOn = methods.includes('passkey');
  return (
    <Panel
      title="Passkeys"
      action={isOn ? <Badge color="success">On</Badge> : <Badge color="info">Recommended</Badge>}
    >
      <Box sx={{ mb: 1.5 }}>
        The strongest second factor: your device signs exactly what you approve, with your fingerprint, face
        or PIN. It cannot be read off your screen or phished.
      </Box>
      {passkeys.length > 0 && (
        <Box
          component="ul"
          aria-label="Your passkeys"
          sx={{
            listStyle: 'none',
            m: 0,
            mb: 1.5,
            p: 0,
            '& > li': { borderTop: 1, borderColor: 'divider', py: 1 },
          }}
        >
          {passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              isLast={methods.length === 1 && passkeys.length === 1}
            />
          ))}
        </Box>
      )}
      {isOn && methods.length === 1 && passkeys.length === 1 && (
        <Box sx={{ mb: 1.5, color: 'text.secondary' }}>
          Add another device, or set up the authenticator app: without a second way in you are locked out when
          you lose this one.
        </Box>
      )}
      <AddPasskeyButton isFirst={passkeys.length === 0} />
    </Panel>
  );
}

const PasskeyRow = ({ passkey, isLast }: { passkey: Passkey; isLast: boolean }) => (
  <Box
    component="li"
    sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 1 }}
  >
    <Box sx={{ minWidth: 0, flex: '1 1 200px' }}>
      <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {passkey.name} {!passkey.isUsable && <Badge color="secondary">Other address</Badge>}
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
        Added <TimeText at={passkey.createdAt} /> ·{' '}
        {passkey.lastUsedAt === null ? (
          'not used yet'
        ) : (
          <>
            last used <TimeText at={passkey.lastUsedAt} ago />
          </>
        )}
      </Box>
      {!passkey.isUsable && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
          It was created when the desk had another address. Browsers do not offer it here.
        </Box>
      )}
    </Box>
    <Box sx={{ display: 'flex', gap: 1 }}>
      <RenameButton passkey={passkey} />
      <RemoveButton passkey={passkey} isLast={isLast} />
    </Box>
  </Box>
);

function RenameButton({ passkey }: { passkey: Passkey }) {
  return (
    <CommandButton
      label="Rename"
      variant="text"
      permission="session.read"
      dialog={(close) => (
        <ActionDialog
          title="Rename this passkey"
          explain="The name is visible only to you."
          fields={[{ name: 'name', label: 'Name', required: true, initial: passkey.name }]}
          confirmLabel="Rename"
          action="security.renamePasskey"
          input={({ name = '' }) => ({ id: passkey.id, name })}
          done="Passkey renamed"
          close={close}
        />
      )}
    />
  );
}

function RemoveButton({ passkey, isLast }: { passkey: Passkey; isLast: boolean }) {
  const changed = useFactorsChanged();
  return (
    <CommandButton
      label="Remove"
      variant="text"
      color="error"
      permission="session.read"
      dialog={(close) => (
        <ActionDialog
          title="Remove this passkey?"
          explain={
            isLast
              ? 'It is your only second factor: without it you may not be able to approve anything. What it has signed stays valid.'
              : 'It can no longer be used. What it has signed stays valid.'
          }
          facts={[['Passkey', passkey.name]]}
          confirmLabel="Remove passkey"
          danger
          action="security.removePasskey"
          input={() => ({ id: passkey.id })}
          done="Passkey removed"
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
