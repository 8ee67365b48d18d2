import { withdrawalCan } from '@paydesk/types/rules';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { noteField } from '../commands/noteField.ts';
import { useDesk } from '../providers/useDesk.ts';
import type { Withdrawal } from '../providers/wire.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';

/** The payout failed: another try is possible. */
export function ReturnToApprovedButton({ withdrawal }: { withdrawal: Withdrawal }) {
  const desk = useDesk();
  return (
    <CommandButton
      label="Return to approved"
      color="inherit"
      permission="withdrawals.pay"
      can={withdrawalCan.returnToApproved(withdrawal)}
      dialog={(close) => (
        <CommandDialog
          title="Return this withdrawal to approved?"
          explain="Use this when the payout failed and no money left. The amount stays held, and the payout can be tried again."
          facts={withdrawalSummary(withdrawal)}
          fields={[noteField('What went wrong')]}
          confirmLabel="Return to approved"
          run={({ note = '' }) => desk.returnWithdrawalToApproved({ id: withdrawal.id, note })}
          done="Returned to approved"
          close={close}
        />
      )}
    />
  );
}
