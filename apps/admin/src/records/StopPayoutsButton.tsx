import StopIcon from '@mui/icons-material/PanToolOutlined';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { CommandButton } from '../commands/CommandButton.tsx';
import { noteField } from '../commands/CommandField.tsx';
import { usePayoutStop } from './useSummary.ts';

/** Stops all payouts at once. While they are stopped, the banner offers to resume them instead. */
export function StopPayoutsButton() {
  if (usePayoutStop() !== null) return null;
  return (
    <CommandButton
      label="Stop all payouts"
      icon={<StopIcon />}
      color="error"
      permission="payouts.stop"
      dialog={(close) => (
        <ActionDialog
          title="Stop all payouts?"
          explain="At once and for everyone: no withdrawal can be approved or paid until another person resumes payouts. Money that was already sent cannot be recalled."
          fields={[noteField('Why')]}
          confirmLabel="Stop all payouts"
          danger
          action="withdrawals.stopPayouts"
          input={({ note = '' }) => ({ note })}
          done="Payouts stopped"
          close={close}
        />
      )}
    />
  );
}
