import { withdrawalCan } from '@paydesk/types/rules';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { noteField } from '../commands/noteField.ts';
import { useDesk } from '../providers/useDesk.ts';
import type { Withdrawal } from '../providers/wire.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';

/** Says no to a request; the customer keeps the money. */
export function RejectButton({ withdrawal }: { withdrawal: Withdrawal }) {
  const desk = useDesk();
  return (
    <CommandButton
      label="Reject"
      color="error"
      permission="withdrawals.approve"
      can={withdrawalCan.reject(withdrawal)}
      dialog={(close) => (
        <CommandDialog
          title="Reject this withdrawal?"
          explain="The held amount goes back to the customer's available balance. The customer sees the reason."
          facts={withdrawalSummary(withdrawal)}
          fields={[noteField('Reason', 'reason')]}
          confirmLabel="Reject and release the hold"
          danger
          run={({ reason = '' }) => desk.rejectWithdrawal({ id: withdrawal.id, reason })}
          done="Withdrawal rejected"
          close={close}
        />
      )}
    />
  );
}
