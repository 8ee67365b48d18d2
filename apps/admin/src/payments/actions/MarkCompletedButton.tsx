import { paymentCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { Payment } from '../../providers/records.ts';
import { paymentSummary } from './paymentSummary.tsx';

/**
 * Credits a payment of which staff confirm that the money arrived, although the provider does not report it.
 */
export function MarkCompletedButton({ payment }: { payment: Payment }) {
  return (
    <CommandButton
      label="Mark completed"
      permission="payments.settle"
      can={paymentCan.markCompleted(payment)}
      dialog={(close) => (
        <ActionDialog
          title="Mark this payment completed?"
          explain={
            <>
              You attest that the money has arrived although the provider does not say so.{' '}
              <strong>The customer's balance is credited now</strong>, under your name.
            </>
          }
          facts={paymentSummary(payment)}
          fields={[noteField('How do you know?')]}
          confirmLabel={`Credit ${payment.amountDisplay}`}
          action="payments.markCompleted"
          input={({ note = '' }) => ({ id: payment.id, note })}
          done="Payment completed and credited"
          close={close}
        />
      )}
    />
  );
}
