import { coinText } from '../fields/formats.ts';
import type { SuspenseItem } from '../providers/records.ts';

/** An open item worth 0.00 is one that the desk could not price: a person has to. */
export const isPriceless = (item: SuspenseItem): boolean =>
  item.amountUsd === '0.00' && item.status === 'open';

/** `"15 USDT (TRC20)"`. */
export const receivedText = ({ amount, currencyDisplayName }: SuspenseItem): string =>
  coinText(amount, currencyDisplayName);
