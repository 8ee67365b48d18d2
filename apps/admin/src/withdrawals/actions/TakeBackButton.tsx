import BackIcon from '@mui/icons-material/KeyboardReturn';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { t } from '../../texts/t.ts';

/** Returns a withdrawal to approved after sending it failed. */
export function TakeBackButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  return (
    <ActionButton
      action="withdrawals.returnToApproved"
      label={t('Return to approved')}
      consequence={t('nothing was sent')}
      icon={<BackIcon />}
      color="inherit"
      may={may.returnToApproved}
      dialog={(close) => (
        <ActionDialog
          title={t('Return this withdrawal to approved?')}
          explain={t(
            'Use this if sending failed and no money left. The amount stays held, and it can be sent again. Make sure first: money that is sent twice is lost.',
          )}
          facts={withdrawalSummary(withdrawal)}
          fields={[noteField(t('What went wrong'))]}
          confirmLabel={t('Return to approved – nothing was sent')}
          action="withdrawals.returnToApproved"
          input={({ note = '' }) => ({ id: withdrawal.id, note })}
          done={t('Returned to approved')}
          onDone={(after) => onDone(after, t('Returned to the payout queue. The amount stays held.'))}
          close={close}
        />
      )}
    />
  );
}
