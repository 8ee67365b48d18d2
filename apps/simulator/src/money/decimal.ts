import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Wide enough for 30-digit amounts with 30 places, and never in exponent notation. A clone, so that the
 * library's defaults stay unchanged.
 */
export const Decimal = DecimalJs.clone({ precision: 80, toExpNeg: -1e9, toExpPos: 1e9 });
export type Decimal = DecimalJs;
export type DecimalValue = DecimalJs.Value;

const UP = DecimalJs.ROUND_UP;
const DOWN = DecimalJs.ROUND_DOWN;

/** Plain decimal text without trailing zeros, as JavaScript's own numbers are printed. */
export const plain = (amount: DecimalValue): string => new Decimal(amount).toFixed();

export const roundUp = (amount: DecimalValue, places: number): string =>
  plain(new Decimal(amount).toDecimalPlaces(places, UP));

export const roundDown = (amount: DecimalValue, places: number): string =>
  plain(new Decimal(amount).toDecimalPlaces(places, DOWN));
