import { Decimal } from 'decimal.js';

// The library rounds to 20 digits and prints exponents by default; either would corrupt an 18-decimal amount.
Decimal.set({ precision: 100, toExpNeg: -1e9, toExpPos: 1e9, rounding: Decimal.ROUND_HALF_EVEN });

export { Decimal };

/** Any amount as it is stored and sent: a plain decimal string, never a JavaScript number. */
export type DecimalString = string;

/**
 * US dollars with exactly two places, as on the wire: `formatUsd('5')` is `"5.00"`. Throws on more than two
 * places.
 */
export function formatUsd(amount: Decimal | DecimalString): DecimalString {
  const value = new Decimal(amount);
  if (value.decimalPlaces() > 2)
    throw new RangeError(`more than two places in a USD amount: ${value.toFixed()}`);
  return value.toFixed(2);
}

/** A crypto amount without needless zeros: `trimAmount('1.500000')` is `"1.5"`. */
export function trimAmount(amount: Decimal | DecimalString): DecimalString {
  return new Decimal(amount).toFixed();
}

/**
 * What a payer can be asked to send: at most the given places, rounded up. The provider may quote more than
 * the chain has, and rounded down the payer would be short by dust.
 */
export function payableAmount(amount: Decimal | DecimalString, decimalPlaces: number): DecimalString {
  return trimAmount(new Decimal(amount).toDecimalPlaces(decimalPlaces, Decimal.ROUND_UP));
}

/** The sum in US dollars, two places. */
export function sumUsd(amounts: readonly DecimalString[]): DecimalString {
  return formatUsd(amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)));
}

/**
 * What a deposit is worth: the asked amount when exactly the asked crypto arrived, else pro rata,
 * rounded down to cents, for over- and under-payment alike (product contract, "Ledger rules").
 *
 * @param askedUsd the payment's `amountUsd`
 * @param askedCrypto the payment's `payAmount`, in the currency's units
 * @param arrivedCrypto what the provider reports as received, in the same units
 */
export function depositValueUsd(
  askedUsd: DecimalString,
  askedCrypto: DecimalString,
  arrivedCrypto: DecimalString,
): DecimalString {
  const asked = new Decimal(askedCrypto);
  const arrived = new Decimal(arrivedCrypto);
  if (arrived.equals(asked)) return formatUsd(askedUsd);
  if (asked.lessThanOrEqualTo(0)) return '0.00';
  return new Decimal(askedUsd)
    .times(arrived)
    .dividedBy(asked)
    .toDecimalPlaces(2, Decimal.ROUND_DOWN)
    .toFixed(2);
}
