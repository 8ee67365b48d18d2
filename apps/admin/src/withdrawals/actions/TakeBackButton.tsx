import BackIcon from '@mui/icons-material/KeyboardReturn';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Returns a withdrawal to approved after sending it failed. */
export function TakeBackButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  return (
    <ActionButton
      label="Return to approved"
      consequence="nothing was sent"
      icon={<BackIcon />}
      color="inherit"
      may={may.returnToApproved}
      dialog={(close) => (
        <ActionDialog
          title="Return this withdrawal to approved?"
          explain="Use this if sending failed and no money left. The amount stays held, and it can be sent again. Make sure first: money that is sent twice is lost."
          facts={withdrawalSummary(withdrawal)}
          fields={[noteField('What went wrong')]}
          confirmLabel="Return to approved – nothing was sent"
          action="withdrawals.returnToApproved"
          input={({ note = '' }) => ({ id: withdrawal.id, note })}
          done="Returned to approved"
          onDone={(after) => onDone(after, 'Returned to the payment queue. The amount stays held.')}
          close={close}
        />
      )}
    />
  );
}
