import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { ApiKey } from '../../providers/records.ts';

/** Revokes a key permanently. */
export function RevokeApiKeyButton({ apiKey }: { apiKey: ApiKey }) {
  return (
    <CommandButton
      label="Revoke"
      color="error"
      permission="apiKeys.manage"
      can={
        apiKey.revokedAt === null
          ? { allowed: true }
          : { allowed: false, why: 'This key is already revoked.' }
      }
      dialog={(close) => (
        <ActionDialog
          title="Revoke this key?"
          explain="Apps that use it are rejected immediately. This cannot be undone."
          facts={[
            ['Key', apiKey.name],
            ['Prefix', `${apiKey.prefix}…`],
          ]}
          confirmLabel="Revoke key"
          danger
          action="apiKeys.revoke"
          input={() => ({ id: apiKey.id })}
          done="Key revoked"
          close={close}
        />
      )}
    />
  );
}
