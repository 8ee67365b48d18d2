import { useState } from 'react';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { ApiKey, ApiKeyCreated } from '../../providers/records.ts';

const OVERLAPS = [
  { id: '0', name: '0 hours: they expire now' },
  { id: '1', name: '1 hour' },
  { id: '24', name: '1 day' },
  { id: '168', name: '7 days' },
  { id: '720', name: '30 days' },
];

/** Gives a key a new secret and shows it once. */
export function RotateApiKeyButton({ apiKey }: { apiKey: ApiKey }) {
  const [rotated, setRotated] = useState<ApiKeyCreated | null>(null);
  return (
    <>
      <CommandButton
        label="Rotate"
        permission="apiKeys.manage"
        can={
          apiKey.isActive
            ? { allowed: true }
            : { allowed: false, why: 'This key is revoked or expired. Create a new one.' }
        }
        dialog={(close) => (
          <ActionDialog
            title="Rotate this key?"
            explain="The key gets a new secret. Its id, its history and its idempotency keys stay the same."
            facts={[
              ['Key', apiKey.name],
              ['Current secret', `${apiKey.prefix}…`],
            ]}
            fields={[
              {
                name: 'overlapHours',
                label: 'Current secrets stay valid for',
                options: OVERLAPS,
                initial: '24',
                required: true,
              },
            ]}
            confirmLabel="Create new secret"
            action="apiKeys.rotate"
            input={({ overlapHours }) => ({ id: apiKey.id, overlapHours: Number(overlapHours) })}
            done="New secret created"
            onDone={setRotated}
            close={close}
          />
        )}
      />
      {rotated && (
        <SecretDialog
          title={`The new secret of ${rotated.name}`}
          label="API key"
          secret={rotated.key}
          explain="Copy it now. Only a hash is stored, so the secret cannot be shown again."
          close={() => setRotated(null)}
        />
      )}
    </>
  );
}
