import RejectIcon from '@mui/icons-material/HighlightOff';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { shortUsd } from '../../fields/formats.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { t } from '../../texts/t.ts';

/** Rejects a withdrawal; the user keeps the money. */
export function RejectButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  const amount = shortUsd(withdrawal.amountUsd);
  return (
    <ActionButton
      action="withdrawals.reject"
      label={t('Reject')}
      consequence={t('returns {amount} to the user', { amount })}
      icon={<RejectIcon />}
      color="error"
      may={may.reject}
      shortcut="r"
      dialog={(close) => (
        <ActionDialog
          title={t('Reject this withdrawal?')}
          explain={t(
            '{amount} will no longer be held on the user’s balance, and nothing is sent. The user sees the reason.',
            { amount },
          )}
          facts={withdrawalSummary(withdrawal)}
          fields={[noteField(t('Reason'), 'reason')]}
          confirmLabel={t('Reject – returns {amount} to the user', { amount })}
          danger
          action="withdrawals.reject"
          input={({ reason = '' }) => ({ id: withdrawal.id, reason })}
          done={t('Rejected')}
          onDone={(after) => onDone(after, t('Rejected. {amount} were returned to the user.', { amount }))}
          close={close}
        />
      )}
    />
  );
}
