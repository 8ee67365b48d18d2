import { paymentCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Payment } from '../../providers/records.ts';
import { paymentSummary } from './paymentSummary.tsx';
import { t } from '../../texts/t.ts';

/** Cancels a payment. */
export function CancelPaymentButton({ payment }: { payment: Payment }) {
  return (
    <CommandButton
      label={t('Cancel payment')}
      color="inherit"
      action="payments.cancel"
      can={paymentCan.cancel(payment)}
      dialog={(close) => (
        <ActionDialog
          title={t('Cancel this payment?')}
          explain={t(
            'The customer is no longer asked to pay. Money that still arrives at the address is still credited.',
          )}
          facts={paymentSummary(payment)}
          confirmLabel={t('Cancel payment')}
          danger
          action="payments.cancel"
          input={() => ({ id: payment.id })}
          done={t('Payment cancelled')}
          close={close}
        />
      )}
    />
  );
}
