import { useRedirect } from 'react-admin';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Sends a test event to one endpoint, and opens the delivery to show what comes of it. */
export function SendTestButton({ endpoint }: { endpoint: WebhookEndpoint }) {
  const redirect = useRedirect();
  return (
    <CommandButton
      label={t('Send test')}
      action="webhookEndpoints.sendTest"
      dialog={(close) => (
        <ActionDialog
          title={t('Send a test to this endpoint?')}
          explain={t('It gets one event of the type “test”, at once, also while it is disabled or failing.')}
          facts={[[t('URL'), endpoint.url]]}
          confirmLabel={t('Send test')}
          action="webhookEndpoints.sendTest"
          input={() => ({ id: endpoint.id })}
          done={t('Test sent')}
          onDone={({ id }) => redirect('show', 'webhookDeliveries', id)}
          close={close}
        />
      )}
    />
  );
}
