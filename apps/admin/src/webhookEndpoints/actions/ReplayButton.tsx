import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { readCursor } from './endpointFields.ts';

/** Moves an endpoint to another cursor: back sends events again, forward leaves events out. */
export const ReplayButton = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <CommandButton
    label="Replay"
    permission="webhookEndpoints.manage"
    dialog={(close) => (
      <ActionDialog
        title="Replay events to this endpoint?"
        explain="The events after the sequence are sent, in order and with the same ids. An earlier sequence sends events again; a later one leaves events out. Events from before this endpoint had its URL need a colleague's approval."
        facts={[
          ['URL', endpoint.url],
          ['Delivered up to', `sequence ${endpoint.cursor}`],
        ]}
        fields={[
          {
            name: 'after',
            label: 'Send what comes after',
            required: true,
            helperText: 'The sequence of the last event that the receiver has handled, or “now”.',
          },
        ]}
        confirmLabel={({ after }) => (after ? `Replay after ${after}` : 'Replay')}
        danger
        action="webhookEndpoints.replay"
        input={({ after = '' }) => ({ id: endpoint.id, after: readCursor(after) })}
        done="Replay started"
        close={close}
      />
    )}
  />
);
