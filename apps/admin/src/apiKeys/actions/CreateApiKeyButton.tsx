import AddIcon from '@mui/icons-material/Add';
import { SERVICE_SCOPES, type ServiceScope } from '@paydesk/types/rules';
import { useState } from 'react';
import { HttpError } from 'react-admin';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { ApiKeyCreated } from '../../providers/records.ts';
import { addressesField, readRanges } from './allowedAddresses.ts';
import { ScopePicker } from './ScopePicker.tsx';
import { t } from '../../texts/t.ts';

/** Creates a key for an app and shows it once. */
export function CreateApiKeyButton() {
  const [created, setCreated] = useState<ApiKeyCreated | null>(null);
  return (
    <>
      <CommandButton
        label={t('Create API key')}
        icon={<AddIcon />}
        variant="contained"
        action="apiKeys.create"
        dialog={(close) => <CreateDialog close={close} onCreated={setCreated} />}
      />
      {created && (
        <SecretDialog
          title={t('API key of {name}', { name: created.name })}
          label={t('API key')}
          secret={created.key}
          explain={t('Copy it now. Only a hash is stored, so the key cannot be shown again.')}
          close={() => setCreated(null)}
        />
      )}
    </>
  );
}

function CreateDialog({
  close,
  onCreated,
}: {
  close: () => void;
  onCreated: (created: ApiKeyCreated) => void;
}) {
  const [scopes, setScopes] = useState<readonly ServiceScope[]>(
    SERVICE_SCOPES.filter((scope) => scope.endsWith('.read')),
  );
  return (
    <ActionDialog
      title={t('Create an API key')}
      explain={t('Create one key per app, with only the scopes it needs.')}
      fields={[
        { name: 'name', label: t('Name of the app'), required: true },
        { name: 'expiresAt', label: t('Expires (optional)'), kind: 'datetime-local' },
        addressesField(t('Allowed addresses (optional)')),
      ]}
      extra={<ScopePicker chosen={scopes} onChange={setScopes} />}
      confirmLabel={t('Create key')}
      action="apiKeys.create"
      input={({ name = '', expiresAt, allowedAddresses = '' }) => {
        if (scopes.length === 0) throw new HttpError(t('Please choose at least one scope.'), 400);
        return {
          name,
          scopes: [...scopes],
          allowedAddresses: readRanges(allowedAddresses),
          ...(expiresAt && { expiresAt: new Date(expiresAt).toISOString() }),
        };
      }}
      done={t('Key created')}
      onDone={onCreated}
      close={close}
    />
  );
}
