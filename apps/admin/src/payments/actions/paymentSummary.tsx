import type { Fact } from '../../fields/Facts.tsx';
import { coinText, usdText } from '../../fields/formats.ts';
import type { Payment } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { t } from '../../texts/t.ts';

/** The facts that each dialog repeats before an action on a payment. */
export const paymentSummary = (payment: Payment): readonly Fact[] => [
  [t('Payment'), payment.internalPaymentId],
  [t('User'), <UserLink full key="user" id={payment.userId} />],
  [t('Amount'), usdText(payment.amountUsd)],
  [t('Requested'), payment.payAmount && coinText(payment.payAmount, payment.currencyDisplayName)],
  [t('Received'), payment.actualAmount && coinText(payment.actualAmount, payment.currencyDisplayName)],
  [
    t('Address'),
    payment.payAddress && (
      <span key="address" className="mono">
        {payment.payAddress}
      </span>
    ),
  ],
  [payment.extraIdName ?? t('Memo'), payment.payinExtraId],
];
