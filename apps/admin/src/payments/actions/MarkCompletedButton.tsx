import { paymentCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { usdText } from '../../fields/formats.ts';
import type { Payment } from '../../providers/records.ts';
import { paymentSummary } from './paymentSummary.tsx';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

/**
 * Credits a payment of which staff confirm that the money arrived, although the provider does not report it.
 */
export function MarkCompletedButton({ payment }: { payment: Payment }) {
  return (
    <CommandButton
      label={t('Mark completed')}
      action="payments.markCompleted"
      can={paymentCan.markCompleted(payment)}
      dialog={(close) => (
        <ActionDialog
          title={t('Mark this payment completed?')}
          explain={
            <Rich
              text={t(
                'You attest that the money has arrived although the provider does not say so. <b>The customer’s balance is credited now</b>, under your name.',
              )}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          }
          facts={paymentSummary(payment)}
          fields={[noteField(t('How do you know?'))]}
          confirmLabel={t('Credit {amount}', { amount: usdText(payment.amountUsd) })}
          action="payments.markCompleted"
          input={({ note = '' }) => ({ id: payment.id, note })}
          done={t('Payment completed and credited')}
          close={close}
        />
      )}
    />
  );
}
