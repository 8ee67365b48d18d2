import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { ApiKey } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Revokes a key permanently. */
export function RevokeApiKeyButton({ apiKey }: { apiKey: ApiKey }) {
  return (
    <CommandButton
      label={t('Revoke')}
      color="error"
      action="apiKeys.revoke"
      can={
        apiKey.revokedAt === null
          ? { allowed: true }
          : { allowed: false, why: t('This key is already revoked.') }
      }
      dialog={(close) => (
        <ActionDialog
          title={t('Revoke this key?')}
          explain={t('Apps that use it are rejected immediately. This cannot be undone.')}
          facts={[
            [t('Key'), apiKey.name],
            [t('Prefix'), `${apiKey.prefix}…`],
          ]}
          confirmLabel={t('Revoke key')}
          danger
          action="apiKeys.revoke"
          input={() => ({ id: apiKey.id })}
          done={t('Key revoked')}
          close={close}
        />
      )}
    />
  );
}
