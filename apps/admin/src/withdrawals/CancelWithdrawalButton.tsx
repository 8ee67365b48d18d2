import { withdrawalCan } from '@paydesk/types/rules';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { useDesk } from '../providers/useDesk.ts';
import type { Withdrawal } from '../providers/wire.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';

/** Takes a request back on the customer's behalf. */
export function CancelWithdrawalButton({ withdrawal }: { withdrawal: Withdrawal }) {
  const desk = useDesk();
  return (
    <CommandButton
      label="Cancel withdrawal"
      color="inherit"
      permission="withdrawals.cancel"
      can={withdrawalCan.cancel(withdrawal)}
      dialog={(close) => (
        <CommandDialog
          title="Cancel this withdrawal?"
          explain="The held amount goes back to the customer's available balance. Use this when the customer asks for it."
          facts={withdrawalSummary(withdrawal)}
          confirmLabel="Cancel withdrawal"
          danger
          run={() => desk.cancelWithdrawal({ id: withdrawal.id })}
          done="Withdrawal cancelled"
          close={close}
        />
      )}
    />
  );
}
