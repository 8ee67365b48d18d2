import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Sends nothing more to an endpoint. */
export const DisableEndpointButton = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <CommandButton
    label={t('Disable')}
    color="error"
    action="webhookEndpoints.disable"
    dialog={(close) => (
      <ActionDialog
        title={t('Disable this endpoint?')}
        explain={t(
          'Nothing more is sent to it. It keeps its place: when it is enabled again, the events that it has missed are sent, as long as the desk keeps them.',
        )}
        facts={[
          [t('URL'), endpoint.url],
          [t('Description'), endpoint.description],
        ]}
        confirmLabel={t('Disable endpoint')}
        danger
        action="webhookEndpoints.disable"
        input={() => ({ id: endpoint.id })}
        done={t('Endpoint disabled')}
        close={close}
      />
    )}
  />
);
