import type { Fact } from '../../fields/Facts.tsx';
import type { SuspenseItem } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { isPriceless } from '../../records/suspenseColumns.tsx';
import { SUSPENSE_REASON_NAMES } from '../../records/suspenseReasons.ts';

/** The facts that each dialog repeats before an item is resolved. */
export const suspenseSummary = (item: SuspenseItem): readonly Fact[] => [
  ['Received', `${item.amount} ${item.currencyCode}`],
  ['Worth', isPriceless(item) ? 'not priced' : item.amountDisplay],
  ['User', item.userId ? <UserLink full key="user" id={item.userId} /> : 'unknown'],
  ['Reason', SUSPENSE_REASON_NAMES[item.reason]],
  [
    'Provider payment id',
    <span key="id" className="mono">
      {item.providerPaymentId}
    </span>,
  ],
];
