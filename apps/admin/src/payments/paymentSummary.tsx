import type { Fact } from '../fields/Facts.tsx';
import type { Payment } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';

/** What a dialog repeats before something is done to a payment. */
export const paymentSummary = (payment: Payment): readonly Fact[] => [
  ['Payment', payment.internalPaymentId],
  ['User', <UserLink key="user" id={payment.userId} />],
  ['Amount', payment.amountDisplay],
  ['Asked for', payment.payAmount && `${payment.payAmount} ${payment.currencyDisplayName}`],
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
