import { Decimal } from 'decimal.js';

/** Nano has 30 places and total supplies have up to 40 digits, so 100 digits are enough. */
const Exact = Decimal.clone({ precision: 100, rounding: Decimal.ROUND_UP, toExpNeg: -9e15, toExpPos: 9e15 });

const decimalText = /^\d{1,60}(\.\d{1,60})?(e[+-]?\d{1,2})?$/i;

/**
 * The amount that a payer is to send, in user units, with the places that the chain can carry. Rounded up,
 * because rounded down it would arrive as a partial payment. Null for zero, an invalid or no amount.
 */
export function userUnits(amount: string | null | undefined, decimalPlaces: number): string | null {
  return read(amount)?.toDecimalPlaces(decimalPlaces, Decimal.ROUND_UP).toFixed() ?? null;
}

/** The same amount as a whole number of base units (wei, lamports, raw), never with an exponent. */
export function baseUnits(amount: string | null | undefined, decimalPlaces: number): string | null {
  return (
    read(amount)?.times(new Exact(10).pow(decimalPlaces)).toDecimalPlaces(0, Decimal.ROUND_UP).toFixed(0) ??
    null
  );
}

function read(amount: string | null | undefined): Decimal | null {
  if (amount == null || !decimalText.test(amount)) return null;
  const value = new Exact(amount);
  return value.isZero() ? null : value;
}
