import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { noteField } from '../commands/CommandField.tsx';
import type { Payment } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { attentionDetails } from '../records/paymentAttention.ts';
import { paymentSummary } from './paymentSummary.tsx';

/** Says that a person has looked into a flagged payment. */
export function AcknowledgeButton({ payment, flag }: { payment: Payment; flag: string }) {
  return (
    <CommandButton
      label="Take flag off"
      color="inherit"
      permission="payments.settle"
      dialog={(close) => (
        <CommandDialog
          title="Take the flag off?"
          explain="Says that you have looked into this payment. No money moves, and the status stays as it is."
          facts={[['Flag', attentionDetails(flag).name], ...paymentSummary(payment)]}
          fields={[noteField('What you found')]}
          confirmLabel="Take flag off"
          run={({ note = '' }) => trpc.payments.acknowledge.mutate({ id: payment.id, note })}
          done="Flag taken off"
          close={close}
        />
      )}
    />
  );
}
