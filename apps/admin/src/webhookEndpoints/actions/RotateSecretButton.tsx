import { useState } from 'react';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { WebhookEndpoint, WebhookEndpointSecret } from '../../providers/records.ts';

const AT_ONCE = { id: '0', name: '0 hours: it ends now' };
const OVERLAPS = [
  AT_ONCE,
  { id: '1', name: '1 hour' },
  { id: '24', name: '1 day' },
  { id: '72', name: '3 days' },
  { id: '168', name: '7 days' },
];

/** Gives an endpoint a new signing secret and shows it once. */
export function RotateSecretButton({ endpoint }: { endpoint: WebhookEndpoint }) {
  const [rotated, setRotated] = useState<WebhookEndpointSecret | null>(null);
  // At most two sign at a time: while a rotation goes on, a new secret ends both.
  const isRotating = endpoint.secrets.filter(({ isLive }) => isLive).length > 1;
  return (
    <>
      <CommandButton
        label="Rotate secret"
        permission="webhookEndpoints.manage"
        dialog={(close) => (
          <ActionDialog
            title="Rotate the signing secret?"
            explain={
              isRotating
                ? 'Two secrets are valid already. A new one ends both of them at once.'
                : 'Until the current secret ends, each request carries two signatures, one by each secret.'
            }
            facts={[['URL', endpoint.url]]}
            fields={[
              {
                name: 'overlapHours',
                label: 'The current secret stays valid for',
                options: isRotating ? [AT_ONCE] : OVERLAPS,
                initial: isRotating ? AT_ONCE.id : '24',
                required: true,
              },
            ]}
            confirmLabel="Create new secret"
            danger={isRotating}
            action="webhookEndpoints.rotateSecret"
            input={({ overlapHours }) => ({ id: endpoint.id, overlapHours: Number(overlapHours) })}
            done="New secret created"
            onDone={setRotated}
            close={close}
          />
        )}
      />
      {rotated && (
        <SecretDialog
          title="The new signing secret of this endpoint"
          label="signing secret"
          secret={rotated.secret}
          explain="Copy it now, for the code that verifies the requests. It cannot be shown again."
          close={() => setRotated(null)}
        />
      )}
    </>
  );
}
