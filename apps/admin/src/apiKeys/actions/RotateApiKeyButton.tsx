import { useState } from 'react';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { ApiKey, ApiKeyCreated } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

const OVERLAPS = [
  { id: '0', name: t('0 hours: they expire now') },
  { id: '1', name: t('1 hour') },
  { id: '24', name: t('1 day') },
  { id: '168', name: t('7 days') },
  { id: '720', name: t('30 days') },
];

/** Gives a key a new secret and shows it once. */
export function RotateApiKeyButton({ apiKey }: { apiKey: ApiKey }) {
  const [rotated, setRotated] = useState<ApiKeyCreated | null>(null);
  return (
    <>
      <CommandButton
        label={t('Rotate')}
        action="apiKeys.rotate"
        can={
          apiKey.isActive
            ? { allowed: true }
            : { allowed: false, why: t('This key is revoked or expired. Create a new one.') }
        }
        dialog={(close) => (
          <ActionDialog
            title={t('Rotate this key?')}
            explain={t(
              'The key gets a new secret. Its id, its history and its idempotency keys stay the same.',
            )}
            facts={[
              [t('Key'), apiKey.name],
              [t('Current secret'), `${apiKey.prefix}…`],
            ]}
            fields={[
              {
                name: 'overlapHours',
                label: t('Current secrets stay valid for'),
                options: OVERLAPS,
                initial: '24',
                required: true,
              },
            ]}
            confirmLabel={t('Create new secret')}
            action="apiKeys.rotate"
            input={({ overlapHours }) => ({ id: apiKey.id, overlapHours: Number(overlapHours) })}
            done={t('New secret created')}
            onDone={setRotated}
            close={close}
          />
        )}
      />
      {rotated && (
        <SecretDialog
          title={t('The new secret of {name}', { name: rotated.name })}
          label={t('API key')}
          secret={rotated.key}
          explain={t('Copy it now. Only a hash is stored, so the secret cannot be shown again.')}
          close={() => setRotated(null)}
        />
      )}
    </>
  );
}
