import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { readCursor } from './endpointFields.ts';

/** Sends to a disabled endpoint again, from where it stopped or from a cursor on. */
export const EnableEndpointButton = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <CommandButton
    label="Enable"
    variant="contained"
    permission="webhookEndpoints.manage"
    dialog={(close) => (
      <ActionDialog
        title="Enable this endpoint?"
        explain="The events that it has missed are sent first, in order."
        facts={[
          ['URL', endpoint.url],
          ['Stopped at', `sequence ${endpoint.cursor}`],
          ['Last error', endpoint.disabledDetail],
        ]}
        fields={[
          {
            name: 'after',
            label: 'Continue after (optional)',
            helperText: 'A sequence, or “now” to leave out what it has missed. Empty: from where it stopped.',
          },
        ]}
        confirmLabel="Enable endpoint"
        action="webhookEndpoints.enable"
        input={({ after }) => ({ id: endpoint.id, ...(after && { after: readCursor(after) }) })}
        done="Endpoint enabled"
        close={close}
      />
    )}
  />
);
