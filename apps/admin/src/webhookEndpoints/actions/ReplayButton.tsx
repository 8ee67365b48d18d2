import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { NOW, readCursor } from './endpointFields.ts';
import { t } from '../../texts/t.ts';

/** Moves an endpoint to another cursor: back sends events again, forward leaves events out. */
export const ReplayButton = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <CommandButton
    label={t('Replay')}
    action="webhookEndpoints.replay"
    dialog={(close) => (
      <ActionDialog
        title={t('Replay events to this endpoint?')}
        explain={t(
          'The events after the sequence are sent, in order and with the same ids. An earlier sequence sends events again; a later one leaves events out. Events from before this endpoint had its URL need a colleague’s approval.',
        )}
        facts={[
          [t('URL'), endpoint.url],
          [t('Delivered up to'), t('sequence {cursor}', { cursor: String(endpoint.cursor) })],
        ]}
        fields={[
          {
            name: 'after',
            label: t('Send what comes after'),
            required: true,
            helperText: t('The sequence of the last event that the receiver has handled, or “{now}”.', {
              now: NOW,
            }),
          },
        ]}
        confirmLabel={({ after }) => (after ? t('Replay after {after}', { after }) : t('Replay'))}
        danger
        action="webhookEndpoints.replay"
        input={({ after = '' }) => ({ id: endpoint.id, after: readCursor(after) })}
        done={t('Replay started')}
        close={close}
      />
    )}
  />
);
