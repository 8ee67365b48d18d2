import RejectIcon from '@mui/icons-material/HighlightOff';
import { CommandDialog } from '../../commands/CommandDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { shortUsd } from '../../fields/formats.ts';
import { trpc } from '../../providers/trpc.ts';
import { withdrawalSummary } from '../withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Says no to a request; the user keeps the money. */
export function RejectButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  const amount = shortUsd(withdrawal.amountUsd);
  return (
    <ActionButton
      label="Reject"
      consequence={`gives ${amount} back`}
      icon={<RejectIcon />}
      color="error"
      may={may.reject}
      dialog={(close) => (
        <CommandDialog
          title="Reject this withdrawal?"
          explain={`${amount} become available to the user again, and nothing is sent. The user sees the reason.`}
          facts={withdrawalSummary(withdrawal)}
          fields={[noteField('Reason', 'reason')]}
          confirmLabel={`Reject – gives ${amount} back`}
          danger
          run={({ reason = '' }) => trpc.withdrawals.reject.mutate({ id: withdrawal.id, reason })}
          done="Rejected"
          onDone={(after) => onDone(after, `Rejected. ${amount} are available to the user again.`)}
          close={close}
        />
      )}
    />
  );
}
