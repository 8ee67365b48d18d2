import { Decimal } from 'decimal.js';

// By default the library rounds to 20 digits and prints exponents; both would corrupt an 18-decimal amount.
Decimal.set({ precision: 100, toExpNeg: -1e9, toExpPos: 1e9, rounding: Decimal.ROUND_HALF_EVEN });

export { Decimal };

/** Any amount as it is stored and sent: a plain decimal string, never a JavaScript number. */
export type DecimalString = string;

/** USD amounts in an input, with a sign and without places as well. */
export const USD_PATTERN = /^-?\d{1,15}(\.\d{1,2})?$/;
/** Crypto amounts in an input. */
export const CRYPTO_PATTERN = /^\d{1,30}(\.\d{1,30})?$/;

/** As PostgreSQL writes amounts of its tables: nothing has to be computed, which a page of rows notices. */
const FORMATTED_USD = /^(?:0|-?[1-9]\d*)\.\d\d$/;

/**
 * US dollars with exactly two places, as on the wire: `formatUsd('5')` is `"5.00"`. Throws on more than two
 * places.
 */
export function formatUsd(amount: Decimal | DecimalString): DecimalString {
  if (typeof amount === 'string' && FORMATTED_USD.test(amount)) return amount;
  const value = new Decimal(amount);
  if (value.decimalPlaces() > 2)
    throw new RangeError(`more than two places in a USD amount: ${value.toFixed()}`);
  return value.toFixed(2);
}

/** A crypto amount without trailing zeros: `trimAmount('1.500000')` is `"1.5"`. */
export function trimAmount(amount: Decimal | DecimalString): DecimalString {
  return new Decimal(amount).toFixed();
}

/**
 * The amount that a payer can be asked to send: at most the given decimal places, rounded up. The provider
 * may quote more places than the chain has; rounded down, the payment would fall short by dust.
 */
export function payableAmount(amount: Decimal | DecimalString, decimalPlaces: number): DecimalString {
  return trimAmount(new Decimal(amount).toDecimalPlaces(decimalPlaces, Decimal.ROUND_UP));
}

/** The sum in US dollars, two places. */
export function sumUsd(amounts: readonly DecimalString[]): DecimalString {
  return formatUsd(amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)));
}

/**
 * The value of a deposit in US dollars: the requested amount when exactly the requested crypto arrived, else
 * pro rata, rounded down to cents, for over- and underpayment alike (product contract, "Ledger rules").
 *
 * @param requestedUsd the payment's `amountUsd`
 * @param requestedCrypto the payment's `payAmount`, in the currency's units
 * @param receivedCrypto what the provider reports as received, in the same units
 */
export function depositValueUsd(
  requestedUsd: DecimalString,
  requestedCrypto: DecimalString,
  receivedCrypto: DecimalString,
): DecimalString {
  const requested = new Decimal(requestedCrypto);
  const received = new Decimal(receivedCrypto);
  if (received.equals(requested)) return formatUsd(requestedUsd);
  if (requested.lessThanOrEqualTo(0)) return '0.00';
  return new Decimal(requestedUsd)
    .times(received)
    .dividedBy(requested)
    .toDecimalPlaces(2, Decimal.ROUND_DOWN)
    .toFixed(2);
}
