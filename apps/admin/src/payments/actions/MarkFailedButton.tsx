import { paymentCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { CommandDialog } from '../../commands/CommandDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { Payment } from '../../providers/records.ts';
import { trpc } from '../../providers/trpc.ts';
import { paymentSummary } from './paymentSummary.tsx';

/** Marks a payment as failed. */
export function MarkFailedButton({ payment }: { payment: Payment }) {
  return (
    <CommandButton
      label="Mark failed"
      color="error"
      permission="payments.settle"
      can={paymentCan.markFailed(payment)}
      dialog={(close) => (
        <CommandDialog
          title="Mark this payment failed?"
          explain="No balance changes. Money that still arrives at the address is still credited."
          facts={paymentSummary(payment)}
          fields={[noteField('Why')]}
          confirmLabel="Mark failed"
          danger
          run={({ note = '' }) => trpc.payments.markFailed.mutate({ id: payment.id, note })}
          done="Payment marked failed"
          close={close}
        />
      )}
    />
  );
}
