import { signedUsdDisplay, usdDisplay } from '@paydesk/types/rules';

/** `"$1,234.50"`: for columns whose heading names the currency already. */
export const shortUsd = (amount: string): string => usdDisplay(amount).replace(/ USD$/, '');

/** `"+$99.99"` or `"-$5.00"`. */
export const signedUsd = (amount: string): string => signedUsdDisplay(amount);
