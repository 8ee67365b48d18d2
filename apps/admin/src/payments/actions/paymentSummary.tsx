import type { Fact } from '../../fields/Facts.tsx';
import type { Payment } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';

/** The facts that each dialog repeats before an action on a payment. */
export const paymentSummary = (payment: Payment): readonly Fact[] => [
  ['Payment', payment.internalPaymentId],
  ['User', <UserLink full key="user" id={payment.userId} />],
  ['Amount', payment.amountDisplay],
  ['Requested', payment.payAmount && `${payment.payAmount} ${payment.currencyDisplayName}`],
  ['Received', payment.actualAmount && `${payment.actualAmount} ${payment.currencyDisplayName}`],
  [
    'Address',
    payment.payAddress && (
      <span key="address" className="mono">
        {payment.payAddress}
      </span>
    ),
  ],
  [payment.extraIdName ?? 'Memo', payment.payinExtraId],
];
