import AddIcon from '@mui/icons-material/Add';
import { useQuery } from '@tanstack/react-query';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { passwordField } from '../commands/CommandField.tsx';
import { trpc } from '../providers/trpc.ts';
import { supportsPasskeys, createPasskey } from '../stepUp/passkeys.ts';
import { deviceName } from './deviceName.ts';
import { useFactorsChanged } from './useFactorsChanged.ts';
import { t } from '../texts/t.ts';

/** Creates a passkey on this device, or on another one that the browser offers. */
export const AddPasskeyButton = ({ isFirst }: { isFirst: boolean }) => (
  <CommandButton
    label={t('Add a passkey')}
    icon={<AddIcon />}
    variant={isFirst ? 'contained' : 'outlined'}
    action="security.addPasskey"
    can={
      supportsPasskeys()
        ? { allowed: true }
        : {
            allowed: false,
            why: t('This browser does not support passkeys, or the desk was not opened over https.'),
          }
    }
    dialog={(close) => <AddPasskeyDialog close={close} />}
  />
);

function AddPasskeyDialog({ close }: { close: () => void }) {
  const changed = useFactorsChanged();
  // Valid for five minutes and one passkey; a new attempt requests new ones.
  const { data: options } = useQuery({
    queryKey: ['security', 'passkeyOptions'],
    queryFn: () => trpc.security.passkeyOptions.mutate(),
    gcTime: 0,
    staleTime: 240_000,
    refetchOnWindowFocus: false,
  });
  if (!options) return null;
  return (
    <CommandDialog
      title={t('Add a passkey')}
      explain={t(
        'Enter your password to confirm it is you. Then your device asks for your fingerprint, face or PIN and creates the passkey.',
      )}
      fields={[
        {
          name: 'name',
          label: t('Device name'),
          required: true,
          initial: deviceName(navigator.userAgent),
          helperText: t('Shown in your list of passkeys.'),
        },
        passwordField,
      ]}
      confirmLabel={t('Create passkey')}
      stepUp={() => ({ kind: 'addPasskey', registration: options.challenge })}
      run={async ({ name = '', password = '' }, _key, proof) =>
        trpc.security.addPasskey.mutate({
          name,
          password,
          answer: await createPasskey(options),
          ...(proof && { proof }),
        })
      }
      done={t('Passkey added')}
      onDone={changed}
      close={close}
    />
  );
}
