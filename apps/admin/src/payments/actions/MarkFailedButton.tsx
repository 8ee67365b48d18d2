import { paymentCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { Payment } from '../../providers/records.ts';
import { paymentSummary } from './paymentSummary.tsx';
import { t } from '../../texts/t.ts';

/** Marks a payment as failed. */
export function MarkFailedButton({ payment }: { payment: Payment }) {
  return (
    <CommandButton
      label={t('Mark failed')}
      color="error"
      action="payments.markFailed"
      can={paymentCan.markFailed(payment)}
      dialog={(close) => (
        <ActionDialog
          title={t('Mark this payment failed?')}
          explain={t('No balance changes. Money that still arrives at the address is still credited.')}
          facts={paymentSummary(payment)}
          fields={[noteField(t('Why'))]}
          confirmLabel={t('Mark failed')}
          danger
          action="payments.markFailed"
          input={({ note = '' }) => ({ id: payment.id, note })}
          done={t('Payment marked failed')}
          close={close}
        />
      )}
    />
  );
}
