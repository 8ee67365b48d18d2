import { Box } from '@mui/material';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Passkey, SecurityOverview } from '../providers/records.ts';
import { AddPasskeyButton } from './AddPasskeyButton.tsx';
import { useFactorsChanged } from './useFactorsChanged.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

/** The person's passkeys: add, rename, remove. */
export function Passkeys({ overview: { passkeys, methods } }: { overview: SecurityOverview }) {
  const isOn = methods.includes('passkey');
  return (
    <Panel
      title={t('Passkeys')}
      action={
        isOn ? <Badge color="success">{t('On')}</Badge> : <Badge color="info">{t('Recommended')}</Badge>
      }
    >
      <Box sx={{ mb: 1.5 }}>
        {t(
          'The strongest second factor: your device signs exactly what you approve, with your fingerprint, face or PIN. It cannot be read off your screen or phished.',
        )}
      </Box>
      {passkeys.length > 0 && (
        <Box
          component="ul"
          aria-label={t('Your passkeys')}
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
          {t(
            'Add another device, or set up the authenticator app: without a second way in you are locked out when you lose this one.',
          )}
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
        {passkey.name} {!passkey.isUsable && <Badge color="secondary">{t('Other address')}</Badge>}
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
        <Rich
          text={
            passkey.lastUsedAt === null
              ? t('Added <added></added> · not used yet')
              : t('Added <added></added> · last used <used></used>')
          }
          tags={{
            added: () => <TimeText at={passkey.createdAt} />,
            used: () => <TimeText at={passkey.lastUsedAt} ago />,
          }}
        />
      </Box>
      {!passkey.isUsable && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
          {t('It was created when the desk had another address. Browsers do not offer it here.')}
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
      label={t('Rename')}
      variant="text"
      action="security.renamePasskey"
      dialog={(close) => (
        <ActionDialog
          title={t('Rename this passkey')}
          explain={t('The name is visible only to you.')}
          fields={[{ name: 'name', label: t('Name'), required: true, initial: passkey.name }]}
          confirmLabel={t('Rename')}
          action="security.renamePasskey"
          input={({ name = '' }) => ({ id: passkey.id, name })}
          done={t('Passkey renamed')}
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
      label={t('Remove')}
      variant="text"
      color="error"
      action="security.removePasskey"
      dialog={(close) => (
        <ActionDialog
          title={t('Remove this passkey?')}
          explain={
            isLast
              ? t(
                  'It is your only second factor: without it you may not be able to approve anything. What it has signed stays valid.',
                )
              : t('It can no longer be used. What it has signed stays valid.')
          }
          facts={[[t('Passkey'), passkey.name]]}
          confirmLabel={t('Remove passkey')}
          danger
          action="security.removePasskey"
          input={() => ({ id: passkey.id })}
          done={t('Passkey removed')}
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
