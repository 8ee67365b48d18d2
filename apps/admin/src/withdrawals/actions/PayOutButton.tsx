import PayIcon from '@mui/icons-material/RocketLaunchOutlined';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

/** Pays a withdrawal out through the provider. */
export function PayOutButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  return (
    <ActionButton
      action="withdrawals.payOut"
      label={t('Send through the provider')}
      consequence={t('the money is sent automatically')}
      icon={<PayIcon />}
      isMain
      may={may.payOut}
      dialog={(close) => (
        <ActionDialog
          title={t('Send through the provider?')}
          explain={
            <Rich
              text={t(
                '<b>The money is sent automatically</b> and cannot be recalled. The desk orders the payout once, tracks it, and records it as paid when the provider confirms it. If the provider fails, it returns to you.',
              )}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          }
          facts={withdrawalSummary(withdrawal)}
          confirmLabel={t('Send through the provider')}
          action="withdrawals.payOut"
          withdrawalUsd={withdrawal.amountUsd}
          input={() => ({ id: withdrawal.id })}
          done={t('Payout ordered')}
          onDone={(after) =>
            onDone(after, t('Ordered from the provider. The desk tracks it and records it as paid.'))
          }
          close={close}
        />
      )}
    />
  );
}
