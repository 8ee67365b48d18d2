import { withdrawalCan } from '@paydesk/types/rules';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { useDesk } from '../providers/useDesk.ts';
import type { Withdrawal } from '../providers/wire.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';

/** Takes a payout in hand, so that nobody else pays it too. */
export function StartProcessingButton({ withdrawal }: { withdrawal: Withdrawal }) {
  const desk = useDesk();
  return (
    <CommandButton
      label="Start processing"
      variant="contained"
      permission="withdrawals.pay"
      can={withdrawalCan.startProcessing(withdrawal)}
      dialog={(close) => (
        <CommandDialog
          title="Start processing this withdrawal?"
          explain="Tells everyone that you are paying this out now. The desk sends nothing itself: send the money, then complete the withdrawal with its transaction hash."
          facts={withdrawalSummary(withdrawal)}
          confirmLabel="Start processing"
          run={() => desk.startProcessingWithdrawal({ id: withdrawal.id })}
          done="In processing. Complete it with the transaction hash once paid."
          close={close}
        />
      )}
    />
  );
}
