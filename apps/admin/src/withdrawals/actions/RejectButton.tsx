import RejectIcon from '@mui/icons-material/HighlightOff';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { shortUsd } from '../../fields/formats.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Rejects a withdrawal; the user keeps the money. */
export function RejectButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  const amount = shortUsd(withdrawal.amountUsd);
  return (
    <ActionButton
      label="Reject"
      consequence={`returns ${amount} to the user`}
      icon={<RejectIcon />}
      color="error"
      may={may.reject}
      dialog={(close) => (
        <ActionDialog
          title="Reject this withdrawal?"
          explain={`${amount} are released to the user’s balance, and nothing is sent. The user sees the reason.`}
          facts={withdrawalSummary(withdrawal)}
          fields={[noteField('Reason', 'reason')]}
          confirmLabel={`Reject – returns ${amount} to the user`}
          danger
          action="withdrawals.reject"
          input={({ reason = '' }) => ({ id: withdrawal.id, reason })}
          done="Rejected"
          onDone={(after) => onDone(after, `Rejected. ${amount} were returned to the user.`)}
          close={close}
        />
      )}
    />
  );
}
