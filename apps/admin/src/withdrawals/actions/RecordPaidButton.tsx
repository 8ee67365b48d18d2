import PaidIcon from '@mui/icons-material/PriceCheckOutlined';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { shortUsd } from '../../fields/formats.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Records that the money was sent, and settles the hold. */
export function RecordPaidButton({ review, onDone }: WithdrawalActionProps) {
  const { withdrawal, may, serverTime } = review;
  const amount = shortUsd(withdrawal.amountUsd);
  // Without a valid rate, only the person knows how much was sent.
  const mustSay =
    withdrawal.status === 'approved' &&
    (withdrawal.rateExpiresAt === null || withdrawal.rateExpiresAt <= serverTime);
  return (
    <ActionButton
      label="Record as paid"
      consequence={`deducts ${amount} from the balance`}
      icon={<PaidIcon />}
      isMain={withdrawal.status === 'processing'}
      may={may.complete}
      dialog={(close) => (
        <ActionDialog
          title="Record this withdrawal as paid?"
          explain={
            <>
              Do this only after the money was sent.{' '}
              <strong>{amount} are deducted from the user’s balance now</strong>; this cannot be undone.
            </>
          }
          facts={withdrawalSummary(withdrawal)}
          fields={[
            {
              name: 'transactionHash',
              label: 'Transaction hash',
              required: true,
              helperText: 'The transaction of the payout.',
            },
            {
              name: 'cryptoAmount',
              label: `Amount sent in ${withdrawal.currencyDisplayName}${mustSay ? '' : ' (optional)'}`,
              kind: 'crypto',
              required: mustSay,
              helperText: mustSay
                ? 'No rate is valid now. Enter the amount that was actually sent.'
                : withdrawal.cryptoAmount === null
                  ? 'The amount that was actually sent.'
                  : `Leave empty if it was ${withdrawal.cryptoAmount}.`,
            },
          ]}
          confirmLabel={`Record as paid – deducts ${amount} from the balance`}
          action="withdrawals.complete"
          withdrawalUsd={withdrawal.amountUsd}
          input={({ transactionHash = '', cryptoAmount }) => ({
            id: withdrawal.id,
            transactionHash,
            ...(cryptoAmount && { cryptoAmount }),
          })}
          done="Recorded as paid"
          onDone={(after) => onDone(after, `Recorded as paid. ${amount} were deducted from the balance.`)}
          close={close}
        />
      )}
    />
  );
}
