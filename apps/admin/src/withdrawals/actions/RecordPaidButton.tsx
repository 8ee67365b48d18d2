import PaidIcon from '@mui/icons-material/PriceCheckOutlined';
import { sentAmountDeviation, type SentAmountDeviation } from '@paydesk/types/rules';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { decimalText, shortUsd } from '../../fields/formats.ts';
import type { Withdrawal } from '../../providers/records.ts';
import { SentAmount } from './SentAmount.tsx';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

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
      action="withdrawals.complete"
      label={t('Record as paid')}
      consequence={t('deducts {amount} from the balance', { amount })}
      icon={<PaidIcon />}
      isMain={withdrawal.status === 'processing'}
      may={may.complete}
      dialog={(close) => (
        <ActionDialog
          title={t('Record this withdrawal as paid?')}
          explain={
            <Rich
              text={t(
                'Do this only after the money was sent. <b>{amount} are deducted from the user’s balance now</b>; this cannot be undone.',
                { amount },
              )}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          }
          facts={withdrawalSummary(withdrawal)}
          fields={(values) => [
            {
              name: 'transactionHash',
              label: t('Transaction hash'),
              required: true,
              helperText: t('The transaction of the payout.'),
            },
            {
              name: 'cryptoAmount',
              label: mustSay
                ? t('Amount sent in {currency}', { currency: withdrawal.currencyDisplayName })
                : t('Amount sent in {currency} (optional)', { currency: withdrawal.currencyDisplayName }),
              kind: 'crypto',
              required: mustSay,
              helperText: amountHelp(withdrawal, mustSay),
            },
            ...(deviationOf(withdrawal, values).isLarge ? [noteField(t('Why another amount was sent'))] : []),
          ]}
          extra={(values) => (
            <SentAmount
              withdrawal={withdrawal}
              deviation={deviationOf(withdrawal, values)}
              allowSamePerson={review.policy.allowSamePerson}
            />
          )}
          confirmLabel={(values) =>
            deviationOf(withdrawal, values).isLarge && !review.policy.allowSamePerson
              ? t('Ask another person to agree')
              : t('Record as paid – deducts {amount} from the balance', { amount })
          }
          action="withdrawals.complete"
          withdrawalUsd={withdrawal.amountUsd}
          input={({ transactionHash = '', cryptoAmount, note }) => ({
            id: withdrawal.id,
            transactionHash,
            ...(cryptoAmount && { cryptoAmount }),
            ...(note && { note }),
          })}
          done={t('Recorded as paid')}
          onDone={(after) =>
            onDone(after, t('Recorded as paid. {amount} were deducted from the balance.', { amount }))
          }
          close={close}
        />
      )}
    />
  );
}

function amountHelp({ cryptoAmount }: Withdrawal, mustSay: boolean): string {
  if (mustSay) return t('No rate is valid now. Enter the amount that was actually sent.');
  return cryptoAmount === null
    ? t('The amount that was actually sent.')
    : t('Leave empty if it was {amount}.', { amount: decimalText(cryptoAmount) });
}

/** How far the typed amount is from the fixed one; not far while it is not an amount yet. */
function deviationOf(
  { cryptoAmount: fixed }: Withdrawal,
  { cryptoAmount: sent = '' }: Record<string, string>,
): SentAmountDeviation {
  return sentAmountDeviation(fixed, AMOUNT.test(sent.trim()) ? sent.trim() : undefined);
}

const AMOUNT = /^\d{1,30}(\.\d{1,30})?$/;
