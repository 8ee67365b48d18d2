import { withdrawalCan } from '@paydesk/types/rules';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { useDesk } from '../providers/useDesk.ts';
import type { Withdrawal } from '../providers/wire.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';

/** Records that the payout has been sent, and settles the books. */
export function CompleteButton({ withdrawal }: { withdrawal: Withdrawal }) {
  const desk = useDesk();
  return (
    <CommandButton
      label="Complete"
      variant="contained"
      permission="withdrawals.pay"
      can={withdrawalCan.complete(withdrawal)}
      dialog={(close) => (
        <CommandDialog
          title="Complete this withdrawal?"
          explain={<>Only after the money has been sent. <strong>The customer's balance is debited by {withdrawal.amountDisplay} now</strong>; this cannot be undone.</>}
          facts={withdrawalSummary(withdrawal)}
          fields={[
            { name: 'transactionHash', label: 'Transaction hash', required: true, helperText: 'Of the payout on the chain.' },
            { name: 'cryptoAmount', label: `Amount sent in ${withdrawal.currencyDisplayName} (optional)`, kind: 'crypto' },
          ]}
          confirmLabel={`Complete: debit ${withdrawal.amountDisplay}`}
          run={({ transactionHash = '', cryptoAmount }) => desk.completeWithdrawal({ id: withdrawal.id, transactionHash, ...(cryptoAmount && { cryptoAmount }) })}
          done="Withdrawal completed"
          close={close}
        />
      )}
    />
  );
}
