import { useRedirect } from 'react-admin';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { WebhookDelivery } from '../../providers/records.ts';

/** Sends the event of a delivery once more, and opens the new delivery. */
export function ResendButton({ delivery }: { delivery: WebhookDelivery }) {
  const redirect = useRedirect();
  return (
    <CommandButton
      label="Resend"
      permission="webhookDeliveries.resend"
      can={
        delivery.body === null ? { allowed: false, why: 'The event was removed by age.' } : { allowed: true }
      }
      dialog={(close) => (
        <ActionDialog
          title="Send this event again?"
          explain="It is sent once, at once and with the same id: the receiver handles it only if it has not yet. The order of other events does not change."
          facts={[
            ['Event type', delivery.eventType],
            ['Event', delivery.eventId],
          ]}
          confirmLabel="Send again"
          action="webhookDeliveries.resend"
          input={() => ({ id: delivery.id })}
          done="Sent again"
          onDone={({ id }) => redirect('show', 'webhookDeliveries', id)}
          close={close}
        />
      )}
    />
  );
}
