import PayIcon from '@mui/icons-material/RocketLaunchOutlined';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Pays a withdrawal out through the provider. */
export function PayOutButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  return (
    <ActionButton
      label="Send through the provider"
      consequence="the money is sent automatically"
      icon={<PayIcon />}
      isMain
      may={may.payOut}
      dialog={(close) => (
        <ActionDialog
          title="Send through the provider?"
          explain={
            <>
              <strong>The money is sent automatically</strong> and cannot be recalled. The desk orders the
              payout once, tracks it, and records it as paid when the provider confirms it. If the provider
              fails, it returns to you.
            </>
          }
          facts={withdrawalSummary(withdrawal)}
          confirmLabel="Send through the provider"
          action="withdrawals.payOut"
          withdrawalUsd={withdrawal.amountUsd}
          input={() => ({ id: withdrawal.id })}
          done="Payout ordered"
          onDone={(after) =>
            onDone(after, 'Ordered from the provider. The desk tracks it and records it as paid.')
          }
          close={close}
        />
      )}
    />
  );
}
