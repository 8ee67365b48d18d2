import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { NOW, readCursor } from './endpointFields.ts';
import { t } from '../../texts/t.ts';

/** Sends to a disabled endpoint again, from where it stopped or from a cursor on. */
export const EnableEndpointButton = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <CommandButton
    label={t('Enable')}
    variant="contained"
    action="webhookEndpoints.enable"
    dialog={(close) => (
      <ActionDialog
        title={t('Enable this endpoint?')}
        explain={t('The events that it has missed are sent first, in order.')}
        facts={[
          [t('URL'), endpoint.url],
          [t('Stopped at'), t('sequence {cursor}', { cursor: String(endpoint.cursor) })],
          [t('Last error'), endpoint.disabledDetail],
        ]}
        fields={[
          {
            name: 'after',
            label: t('Continue after (optional)'),
            helperText: t(
              'A sequence, or “{now}” to leave out what it has missed. Empty: from where it stopped.',
              { now: NOW },
            ),
          },
        ]}
        confirmLabel={t('Enable endpoint')}
        action="webhookEndpoints.enable"
        input={({ after }) => ({ id: endpoint.id, ...(after && { after: readCursor(after) }) })}
        done={t('Endpoint enabled')}
        close={close}
      />
    )}
  />
);
