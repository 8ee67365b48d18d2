import { useRedirect } from 'react-admin';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookDelivery } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Sends the event of a delivery once more, and opens the new delivery. */
export function ResendButton({ delivery }: { delivery: WebhookDelivery }) {
  const redirect = useRedirect();
  return (
    <CommandButton
      label={t('Resend')}
      action="webhookDeliveries.resend"
      can={
        delivery.body === null
          ? { allowed: false, why: t('The event was removed by age.') }
          : { allowed: true }
      }
      dialog={(close) => (
        <ActionDialog
          title={t('Send this event again?')}
          explain={t(
            'It is sent once, at once and with the same id: the receiver handles it only if it has not yet. The order of other events does not change.',
          )}
          facts={[
            [t('Event type'), delivery.eventType],
            [t('Event'), delivery.eventId],
          ]}
          confirmLabel={t('Send again')}
          action="webhookDeliveries.resend"
          input={() => ({ id: delivery.id })}
          done={t('Sent again')}
          onDone={({ id }) => redirect('show', 'webhookDeliveries', id)}
          close={close}
        />
      )}
    />
  );
}
