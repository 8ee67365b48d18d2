import { formatUsd } from './money.ts';

/** The colours that badges use. */
export type BadgeColor = 'success' | 'info' | 'warning' | 'danger' | 'secondary' | 'primary';

/** `"1,234.50"`: without sign and currency. */
export const groupedUsd = (amount: string): string => {
  const [whole = '0', cents = '00'] = formatUsd(amount).replace('-', '').split('.');
  return `${whole.length > 3 ? whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',') : whole}.${cents}`;
};

/** Of an amount that `formatUsd` accepts. */
const isNegative = (amount: string): boolean => amount.startsWith('-');

/** `"$1,234.50 USD"`, with a minus before the sign if it is negative. */
export const usdDisplay = (amount: string): string =>
  `${isNegative(amount) ? '-' : ''}$${groupedUsd(amount)} USD`;

/** A ledger amount with its sign: `"+$99.99"` or `"-$5.00"`. */
export const signedUsdDisplay = (amount: string): string =>
  `${isNegative(amount) ? '-' : '+'}$${groupedUsd(amount)}`;

/** A status for people: `partially_paid` is "Partially paid". */
export const statusLabel = (status: string): string =>
  status.charAt(0).toUpperCase() + status.slice(1).replaceAll('_', ' ');
