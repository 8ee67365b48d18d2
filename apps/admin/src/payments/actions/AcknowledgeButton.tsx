import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { Payment } from '../../providers/records.ts';
import { attentionDetails } from '../../records/paymentAttention.ts';
import { paymentSummary } from './paymentSummary.tsx';
import { t } from '../../texts/t.ts';

/** Records that a person has reviewed a flagged payment. */
export function AcknowledgeButton({ payment, flag }: { payment: Payment; flag: string }) {
  return (
    <CommandButton
      label={t('Clear flag')}
      color="inherit"
      action="payments.acknowledge"
      dialog={(close) => (
        <ActionDialog
          title={t('Clear the flag?')}
          explain={t(
            'Confirms that you have reviewed this payment. No money moves and the status does not change.',
          )}
          facts={[[t('Flag'), attentionDetails(flag).name], ...paymentSummary(payment)]}
          fields={[noteField(t('What you found'))]}
          confirmLabel={t('Clear flag')}
          action="payments.acknowledge"
          input={({ note = '' }) => ({ id: payment.id, note })}
          done={t('Flag cleared')}
          close={close}
        />
      )}
    />
  );
}
