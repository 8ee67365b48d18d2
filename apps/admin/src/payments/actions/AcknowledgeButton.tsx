import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { Payment } from '../../providers/records.ts';
import { attentionDetails } from '../../records/paymentAttention.ts';
import { paymentSummary } from './paymentSummary.tsx';

/** Records that a person has reviewed a flagged payment. */
export function AcknowledgeButton({ payment, flag }: { payment: Payment; flag: string }) {
  return (
    <CommandButton
      label="Clear flag"
      color="inherit"
      permission="payments.settle"
      dialog={(close) => (
        <ActionDialog
          title="Clear the flag?"
          explain="Confirms that you have reviewed this payment. No money moves and the status does not change."
          facts={[['Flag', attentionDetails(flag).name], ...paymentSummary(payment)]}
          fields={[noteField('What you found')]}
          confirmLabel="Clear flag"
          action="payments.acknowledge"
          input={({ note = '' }) => ({ id: payment.id, note })}
          done="Flag cleared"
          close={close}
        />
      )}
    />
  );
}
