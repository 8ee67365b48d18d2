import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';

/** Sends nothing more to an endpoint. */
export const DisableEndpointButton = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <CommandButton
    label="Disable"
    color="error"
    permission="webhookEndpoints.manage"
    dialog={(close) => (
      <ActionDialog
        title="Disable this endpoint?"
        explain="Nothing more is sent to it. It keeps its place: when it is enabled again, the events that it has missed are sent, as long as the desk keeps them."
        facts={[
          ['URL', endpoint.url],
          ['Description', endpoint.description],
        ]}
        confirmLabel="Disable endpoint"
        danger
        action="webhookEndpoints.disable"
        input={() => ({ id: endpoint.id })}
        done="Endpoint disabled"
        close={close}
      />
    )}
  />
);
