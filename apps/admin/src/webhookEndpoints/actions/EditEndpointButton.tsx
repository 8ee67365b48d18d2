import EditIcon from '@mui/icons-material/EditOutlined';
import { useState } from 'react';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { endpointFields } from './endpointFields.ts';
import { type ChosenTypes, EventTypePicker, knownTypes, readTypes } from './EventTypePicker.tsx';

/** Changes URL, description or event types of an endpoint. */
export const EditEndpointButton = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <CommandButton
    label="Edit"
    icon={<EditIcon />}
    permission="webhookEndpoints.manage"
    dialog={(close) => <EditDialog endpoint={endpoint} close={close} />}
  />
);

function EditDialog({ endpoint, close }: { endpoint: WebhookEndpoint; close: () => void }) {
  // The page loads the endpoint again while the dialog is open: what was there at first is compared with.
  const [before] = useState(endpoint);
  const [types, setTypes] = useState<ChosenTypes>(() => knownTypes(before.eventTypes));
  const [touched, setTouched] = useState(false);
  return (
    <ActionDialog
      title="Edit this endpoint"
      explain="Applies to the next request. An event that is failing is sent again at once."
      fields={endpointFields(before)}
      extra={
        <EventTypePicker
          chosen={types}
          onChange={(chosen) => {
            setTypes(chosen);
            setTouched(true);
          }}
        />
      }
      confirmLabel="Save endpoint"
      action="webhookEndpoints.update"
      // Only what was changed, so that a colleague's edit of another field stays.
      input={({ url = '', description = '' }) => ({
        id: before.id,
        ...(url !== before.url && { url }),
        ...(description !== before.description && { description }),
        ...(touched && { eventTypes: readTypes(types) }),
      })}
      done="Endpoint saved"
      close={close}
    />
  );
}
