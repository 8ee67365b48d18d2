import { useState } from 'react';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { WebhookEndpoint, WebhookEndpointSecret } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

const AT_ONCE = { id: '0', name: t('0 hours: it ends now') };
const OVERLAPS = [
  AT_ONCE,
  { id: '1', name: t('1 hour') },
  { id: '24', name: t('1 day') },
  { id: '72', name: t('3 days') },
  { id: '168', name: t('7 days') },
];

/** Gives an endpoint a new signing secret and shows it once. */
export function RotateSecretButton({ endpoint }: { endpoint: WebhookEndpoint }) {
  const [rotated, setRotated] = useState<WebhookEndpointSecret | null>(null);
  // At most two sign at a time: while a rotation goes on, a new secret ends both.
  const isRotating = endpoint.secrets.filter(({ isLive }) => isLive).length > 1;
  return (
    <>
      <CommandButton
        label={t('Rotate secret')}
        action="webhookEndpoints.rotateSecret"
        dialog={(close) => (
          <ActionDialog
            title={t('Rotate the signing secret?')}
            explain={
              isRotating
                ? t('Two secrets are valid already. A new one ends both of them at once.')
                : t('Until the current secret ends, each request carries two signatures, one by each secret.')
            }
            facts={[[t('URL'), endpoint.url]]}
            fields={[
              {
                name: 'overlapHours',
                label: t('The current secret stays valid for'),
                options: isRotating ? [AT_ONCE] : OVERLAPS,
                initial: isRotating ? AT_ONCE.id : '24',
                required: true,
              },
            ]}
            confirmLabel={t('Create new secret')}
            danger={isRotating}
            action="webhookEndpoints.rotateSecret"
            input={({ overlapHours }) => ({ id: endpoint.id, overlapHours: Number(overlapHours) })}
            done={t('New secret created')}
            onDone={setRotated}
            close={close}
          />
        )}
      />
      {rotated && (
        <SecretDialog
          title={t('The new signing secret of this endpoint')}
          label={t('signing secret')}
          secret={rotated.secret}
          explain={t('Copy it now, for the code that verifies the requests. It cannot be shown again.')}
          close={() => setRotated(null)}
        />
      )}
    </>
  );
}
