import EditIcon from '@mui/icons-material/EditOutlined';
import { useState } from 'react';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { endpointFields } from './endpointFields.ts';
import { type ChosenTypes, EventTypePicker, knownTypes, readTypes } from './EventTypePicker.tsx';
import { t } from '../../texts/t.ts';

/** Changes URL, description or event types of an endpoint. */
export function EditEndpointButton({ endpoint }: { endpoint: WebhookEndpoint }) {
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <CommandButton
        label={t('Edit')}
        icon={<EditIcon />}
        action="webhookEndpoints.update"
        dialog={(close) => <EditDialog endpoint={endpoint} close={close} onSecret={setSecret} />}
      />
      {secret !== null && (
        <SecretDialog
          title={t('The new signing secret of this endpoint')}
          label={t('signing secret')}
          secret={secret}
          explain={t(
            'The old one ended with the old URL. Copy this one now, for the code that verifies the requests. It cannot be shown again.',
          )}
          close={() => setSecret(null)}
        />
      )}
    </>
  );
}

interface EditDialogProps {
  endpoint: WebhookEndpoint;
  close: () => void;
  onSecret: (secret: string | null) => void;
}

function EditDialog({ endpoint, close, onSecret }: EditDialogProps) {
  // The page loads the endpoint again while the dialog is open: what was there at first is compared with.
  const [before] = useState(endpoint);
  const [types, setTypes] = useState<ChosenTypes>(() => knownTypes(before.eventTypes));
  const [touched, setTouched] = useState(false);
  return (
    <ActionDialog
      title={t('Edit this endpoint')}
      explain={t(
        'Applies to the next request. An event that is failing is sent again at once. Another URL gets a new signing secret at once. Events from before it are sent to it only after a colleague has approved a replay.',
      )}
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
      confirmLabel={t('Save endpoint')}
      action="webhookEndpoints.update"
      // Only what was changed, so that a colleague's edit of another field stays.
      input={({ url = '', description = '' }) => ({
        id: before.id,
        ...(url !== before.url && { url }),
        ...(description !== before.description && { description }),
        ...(touched && { eventTypes: readTypes(types) }),
      })}
      done={t('Endpoint saved')}
      onDone={(saved) => onSecret(saved.secret)}
      close={close}
    />
  );
}
