import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { ApiKey } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

/** Ends a key for good. */
export function RevokeApiKeyButton({ apiKey }: { apiKey: ApiKey }) {
  return (
    <CommandButton
      label="Revoke"
      color="error"
      permission="apiKeys.manage"
      can={
        apiKey.revokedAt === null
          ? { allowed: true }
          : { allowed: false, why: 'This key is revoked already.' }
      }
      dialog={(close) => (
        <CommandDialog
          title="Revoke this key?"
          explain="Apps that use it are refused from now on. This cannot be undone."
          facts={[
            ['Key', apiKey.name],
            ['Begins with', `${apiKey.prefix}…`],
          ]}
          confirmLabel="Revoke key"
          danger
          run={() => trpc.apiKeys.revoke.mutate({ id: apiKey.id })}
          done="Key revoked"
          close={close}
        />
      )}
    />
  );
}
