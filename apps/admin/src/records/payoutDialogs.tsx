import { ActionDialog } from '../commands/ActionDialog.tsx';
import { noteField } from '../commands/CommandField.tsx';
import { t } from '../texts/t.ts';

export const StopPayoutsDialog = ({ close }: { close: () => void }) => (
  <ActionDialog
    title={t('Stop all payouts?')}
    explain={t(
      'At once and for everyone: no withdrawal can be approved or paid until another person resumes payouts. Money that was already sent cannot be recalled.',
    )}
    fields={[noteField(t('Why'))]}
    confirmLabel={t('Stop all payouts')}
    danger
    action="withdrawals.stopPayouts"
    input={({ note = '' }) => ({ note })}
    done={t('Payouts stopped')}
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
    title={t('Resume all payouts?')}
    explain={t('Withdrawals can be approved and paid again. Make sure that the reason for the stop is gone.')}
    facts={[
      [t('Stopped by'), who],
      [t('Reason'), note],
    ]}
    fields={[noteField(t('Why it is safe now'))]}
    confirmLabel={t('Resume payouts')}
    action="withdrawals.resumePayouts"
    input={({ note: why = '' }) => ({ note: why })}
    done={t('Payouts resumed')}
    close={close}
  />
);
