import CancelIcon from '@mui/icons-material/UndoOutlined';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { shortUsd } from '../../fields/formats.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Cancels a withdrawal on the user's behalf. */
export function CancelButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  const amount = shortUsd(withdrawal.amountUsd);
  return (
    <ActionButton
      label="Cancel withdrawal"
      consequence="when the user asks for it"
      icon={<CancelIcon />}
      color="inherit"
      may={may.cancel}
      dialog={(close) => (
        <ActionDialog
          title="Cancel this withdrawal?"
          explain={`${amount} are released to the user’s balance, and nothing is sent. Use this when the user asks for it.`}
          facts={withdrawalSummary(withdrawal)}
          confirmLabel={`Cancel withdrawal – returns ${amount} to the user`}
          danger
          action="withdrawals.cancel"
          input={() => ({ id: withdrawal.id })}
          done="Cancelled"
          onDone={(after) => onDone(after, `Cancelled. ${amount} were returned to the user.`)}
          close={close}
        />
      )}
    />
  );
}
