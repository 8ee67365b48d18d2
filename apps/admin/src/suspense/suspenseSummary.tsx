import { statusLabel } from '@paydesk/types/rules';
import type { Fact } from '../fields/Facts.tsx';
import { UserLink } from '../fields/UserLink.tsx';
import type { SuspenseItem } from '../providers/wire.ts';

/** What a dialog repeats before an item is resolved. */
export const suspenseSummary = (item: SuspenseItem): readonly Fact[] => [
  ['Received', `${item.amount} ${item.currencyCode}`],
  ['Worth', item.amountDisplay],
  ['User', item.userId ? <UserLink key="user" id={item.userId} /> : 'unknown'],
  ['Reason', statusLabel(item.reason)],
  ['Provider payment id', <span key="id" className="mono">{item.providerPaymentId}</span>],
];
