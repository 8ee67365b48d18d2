import type { Can } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { coinText } from '../../fields/formats.ts';
import type { Payment } from '../../providers/records.ts';
import { paymentSummary } from './paymentSummary.tsx';
import { t } from '../../texts/t.ts';

const can = (payment: Payment): Can =>
  payment.providerPaymentId === null
    ? { allowed: false, why: t('The simulator has not issued an address for this payment.') }
    : { allowed: true };

/** Pays in place of the customer while the simulator replaces the provider. */
export function SimulatePaymentButton({ payment }: { payment: Payment }) {
  return (
    <CommandButton
      label={t('Simulate payment')}
      variant={payment.isPending ? 'contained' : 'outlined'}
      action="system.simulateDeposit"
      can={can(payment)}
      dialog={(close) => (
        <ActionDialog
          title={t('Simulate the payer?')}
          explain={t(
            'The simulator sends funds to the address. The payment then goes through its statuses as a real one would. No real money moves.',
          )}
          facts={paymentSummary(payment)}
          fields={[
            {
              name: 'amount',
              label: t('Amount in crypto'),
              kind: 'crypto',
              helperText:
                payment.payAmount === null
                  ? t(
                      'Leave empty to pay the full amount {currency}. Enter less or more to test a wrong amount.',
                      { currency: payment.currencyDisplayName },
                    )
                  : t('Leave empty to pay the full {sum}. Enter less or more to test a wrong amount.', {
                      sum: coinText(payment.payAmount, payment.currencyDisplayName),
                    }),
            },
          ]}
          confirmLabel={t('Simulate payment')}
          action="system.simulateDeposit"
          input={({ amount = '' }) => ({
            paymentId: payment.id,
            amount: amount === '' ? 'full' : amount,
          })}
          done={t('Simulated funds sent')}
          close={close}
        />
      )}
    />
  );
}
