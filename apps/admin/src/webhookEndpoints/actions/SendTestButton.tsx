import { useRedirect } from 'react-admin';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';

/** Sends a test event to one endpoint, and opens the delivery to show what comes of it. */
export function SendTestButton({ endpoint }: { endpoint: WebhookEndpoint }) {
  const redirect = useRedirect();
  return (
    <CommandButton
      label="Send test"
      permission="webhookDeliveries.resend"
      dialog={(close) => (
        <ActionDialog
          title="Send a test to this endpoint?"
          explain="It gets one event of the type “test”, at once, also while it is disabled or failing."
          facts={[['URL', endpoint.url]]}
          confirmLabel="Send test"
          action="webhookEndpoints.sendTest"
          input={() => ({ id: endpoint.id })}
          done="Test sent"
          onDone={({ id }) => redirect('show', 'webhookDeliveries', id)}
          close={close}
        />
      )}
    />
  );
}
