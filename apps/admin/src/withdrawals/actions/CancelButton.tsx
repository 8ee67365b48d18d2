import CancelIcon from '@mui/icons-material/UndoOutlined';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { shortUsd } from '../../fields/formats.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { t } from '../../texts/t.ts';

/** Cancels a withdrawal on the user's behalf. */
export function CancelButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  const amount = shortUsd(withdrawal.amountUsd);
  return (
    <ActionButton
      action="withdrawals.cancel"
      label={t('Cancel withdrawal')}
      consequence={t('when the user asks for it')}
      icon={<CancelIcon />}
      color="inherit"
      may={may.cancel}
      dialog={(close) => (
        <ActionDialog
          title={t('Cancel this withdrawal?')}
          explain={t(
            '{amount} will no longer be held on the user’s balance, and nothing is sent. Use this when the user asks for it.',
            { amount },
          )}
          facts={withdrawalSummary(withdrawal)}
          confirmLabel={t('Cancel withdrawal – returns {amount} to the user', { amount })}
          danger
          action="withdrawals.cancel"
          input={() => ({ id: withdrawal.id })}
          done={t('Cancelled')}
          onDone={(after) => onDone(after, t('Cancelled. {amount} were returned to the user.', { amount }))}
          close={close}
        />
      )}
    />
  );
}
