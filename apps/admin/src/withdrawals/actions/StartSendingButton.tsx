import SendIcon from '@mui/icons-material/SendOutlined';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { t } from '../../texts/t.ts';

/** Marks a withdrawal as being sent by this person, so that no one else sends it. */
export function StartSendingButton({
  review: { withdrawal, may, payoutsOn },
  onDone,
}: WithdrawalActionProps) {
  return (
    <ActionButton
      action="withdrawals.startProcessing"
      label={t('Start sending')}
      consequence={t('shows the team that you are paying it')}
      icon={<SendIcon />}
      isMain={!payoutsOn}
      may={may.startProcessing}
      dialog={(close) => (
        <ActionDialog
          title={t('Start sending this withdrawal?')}
          explain={t(
            'Shows the team that you are paying it, so that no one else does. The desk does not send anything: send the money from your wallet, then record it here with its transaction hash.',
          )}
          facts={withdrawalSummary(withdrawal)}
          confirmLabel={t('Start sending – shows the team that you are paying it')}
          action="withdrawals.startProcessing"
          input={() => ({ id: withdrawal.id })}
          done={t('Sending started')}
          onDone={(after) =>
            onDone(
              after,
              t('The team sees that you are paying it. Record it as paid after the money is sent.'),
            )
          }
          close={close}
        />
      )}
    />
  );
}
