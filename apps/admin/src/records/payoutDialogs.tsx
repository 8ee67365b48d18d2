import { ActionDialog } from '../commands/ActionDialog.tsx';
import { noteField } from '../commands/CommandField.tsx';

export const StopPayoutsDialog = ({ close }: { close: () => void }) => (
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
);

interface ResumePayoutsDialogProps {
  /** Who stopped them, and why. */
  who: string;
  note: string;
  close: () => void;
}

export const ResumePayoutsDialog = ({ who, note, close }: ResumePayoutsDialogProps) => (
  <ActionDialog
    title="Resume all payouts?"
    explain="Withdrawals can be approved and paid again. Make sure that the reason for the stop is gone."
    facts={[
      ['Stopped by', who],
      ['Reason', note],
    ]}
    fields={[noteField('Why it is safe now')]}
    confirmLabel="Resume payouts"
    action="withdrawals.resumePayouts"
    input={({ note: why = '' }) => ({ note: why })}
    done="Payouts resumed"
    close={close}
  />
);
