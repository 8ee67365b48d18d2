import type { Can } from '@paydesk/types/rules';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { Payment } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { paymentSummary } from './paymentSummary.tsx';

const can = (payment: Payment): Can =>
  payment.providerPaymentId === null
    ? { allowed: false, why: 'The simulator has not issued an address for this payment.' }
    : { allowed: true };

/** Plays the payer, while the simulator stands in for the provider. */
export function SimulatePaymentButton({ payment }: { payment: Payment }) {
  return (
    <CommandButton
      label="Simulate payment"
      variant={payment.isPending ? 'contained' : 'outlined'}
      permission="system.simulate"
      can={can(payment)}
      dialog={(close) => (
        <CommandDialog
          title="Simulate the payer?"
          explain="The simulator lets funds arrive at the address; the payment then walks its statuses as a real one would. No real money moves."
          facts={paymentSummary(payment)}
          fields={[
            {
              name: 'amount',
              label: 'Amount in crypto',
              kind: 'crypto',
              helperText: `Empty: the full ${payment.payAmount ?? 'amount'} ${payment.currencyDisplayName}. Less or more shows what happens to a wrong amount.`,
            },
          ]}
          confirmLabel="Simulate payment"
          run={({ amount = '' }) =>
            trpc.system.simulateDeposit.mutate({
              paymentId: payment.id,
              amount: amount === '' ? 'full' : amount,
            })
          }
          done="The simulated funds are on their way"
          close={close}
        />
      )}
    />
  );
}
