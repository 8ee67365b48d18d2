import AddIcon from '@mui/icons-material/Add';
import { useState } from 'react';
import { useRedirect } from 'react-admin';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { WebhookEndpointSecret } from '../../providers/records.ts';
import { endpointFields, readCursor } from './endpointFields.ts';
import { type ChosenTypes, EventTypePicker, readTypes } from './EventTypePicker.tsx';
import { t } from '../../texts/t.ts';

/** Adds an endpoint and shows its signing secret once; then opens its page. */
export function CreateEndpointButton() {
  const redirect = useRedirect();
  const [created, setCreated] = useState<WebhookEndpointSecret | null>(null);
  return (
    <>
      <CommandButton
        label={t('Create endpoint')}
        icon={<AddIcon />}
        variant="contained"
        action="webhookEndpoints.create"
        dialog={(close) => <CreateDialog close={close} onCreated={setCreated} />}
      />
      {created && (
        <SecretDialog
          title={t('The signing secret of this endpoint')}
          label={t('signing secret')}
          secret={created.secret}
          explain={t('Copy it now, for the code that verifies the requests. It cannot be shown again.')}
          close={() => {
            setCreated(null);
            redirect('show', 'webhookEndpoints', created.id);
          }}
        />
      )}
    </>
  );
}

function CreateDialog({
  close,
  onCreated,
}: {
  close: () => void;
  onCreated: (created: WebhookEndpointSecret) => void;
}) {
  const [types, setTypes] = useState<ChosenTypes>(null);
  return (
    <ActionDialog
      title={t('Create a webhook endpoint')}
      explain={t(
        'The desk sends each event there, signed and in order, and repeats what fails for three days.',
      )}
      fields={[
        ...endpointFields(),
        {
          name: 'after',
          label: t('Only events after (optional)'),
          helperText: t(
            'The sequence of an event. Leave empty to begin with the next event. Past events need a colleague’s approval; rotate the secret afterwards to see it.',
          ),
        },
      ]}
      extra={<EventTypePicker chosen={types} onChange={setTypes} />}
      confirmLabel={t('Create endpoint')}
      action="webhookEndpoints.create"
      input={({ url = '', description = '', after }) => ({
        url,
        description,
        eventTypes: readTypes(types),
        after: after ? readCursor(after) : 'now',
      })}
      done={t('Endpoint created')}
      onDone={onCreated}
      close={close}
    />
  );
}
