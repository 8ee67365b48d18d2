import { Usd } from '../fields/Usd.tsx';
import type { SuspenseItem } from '../providers/records.ts';

/** Nothing is worth 0.00 on purpose: what the desk cannot price, a person has to. */
export const isPriceless = (item: SuspenseItem): boolean =>
  item.amountUsd === '0.00' && item.status === 'open';

/** What an item is worth, or that nobody has said so yet. */
export const Worth = ({ item, strong }: { item: SuspenseItem; strong?: boolean }) =>
  isPriceless(item) ? <span>not priced</span> : <Usd amount={item.amountUsd} {...(strong && { strong })} />;
