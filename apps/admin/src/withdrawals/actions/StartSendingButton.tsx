import SendIcon from '@mui/icons-material/SendOutlined';
import { CommandDialog } from '../../commands/CommandDialog.tsx';
import { trpc } from '../../providers/trpc.ts';
import { withdrawalSummary } from '../withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Takes a payout in hand, so that nobody else pays it too. */
export function StartSendingButton({
  review: { withdrawal, may, payoutsOn },
  onDone,
}: WithdrawalActionProps) {
  return (
    <ActionButton
      label="Start sending"
      consequence="tells the team that you are paying now"
      icon={<SendIcon />}
      isMain={!payoutsOn}
      may={may.startProcessing}
      dialog={(close) => (
        <CommandDialog
          title="Start sending this withdrawal?"
          explain="Tells the team that you are paying now, so that nobody else does. The desk itself sends nothing: send the money from your wallet, then record it here with its transaction hash."
          facts={withdrawalSummary(withdrawal)}
          confirmLabel="Start sending – tells the team that you are paying now"
          run={() => trpc.withdrawals.startProcessing.mutate({ id: withdrawal.id })}
          done="Sending started"
          onDone={(after) =>
            onDone(after, 'The team sees that you are paying. Record it as paid once the money has left.')
          }
          close={close}
        />
      )}
    />
  );
}
