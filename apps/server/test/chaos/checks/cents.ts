/*
 * The checker's own arithmetic: whole numbers only, and none of the product's code, so that a mistake there is not made here as well.
 */

/** `"12.30"` is 1230n. Throws on a third decimal place that is not zero. */
export function cents(amountUsd: string): bigint {
  const { digits, places } = parse(amountUsd);
  if (places <= 2) return digits * 10n ** BigInt(2 - places);
  const scale = 10n ** BigInt(places - 2);
  if (digits % scale !== 0n) throw new Error(`${amountUsd} has parts of a cent`);
  return digits / scale;
}

export const sumCents = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, amount) => sum + cents(amount), 0n);

/**
 * What a deposit is worth by the contract: the asked amount for exactly the asked crypto, else pro rata,
 * rounded down to cents.
 */
export function valueInCents(askedUsd: string, asked: string, arrived: string): bigint {
  const [a, b] = [parse(asked), parse(arrived)];
  const places = Math.max(a.places, b.places);
  const askedUnits = a.digits * 10n ** BigInt(places - a.places);
  const arrivedUnits = b.digits * 10n ** BigInt(places - b.places);
  if (askedUnits === arrivedUnits) return cents(askedUsd);
  return askedUnits === 0n ? 0n : (cents(askedUsd) * arrivedUnits) / askedUnits;
}

export const isZero = (amount: string): boolean => parse(amount).digits === 0n;

export const sameAmount = (a: string, b: string): boolean => {
  const [left, right] = [parse(a), parse(b)];
  const places = Math.max(left.places, right.places);
  return (
    left.digits * 10n ** BigInt(places - left.places) === right.digits * 10n ** BigInt(places - right.places)
  );
};

function parse(text: string): { digits: bigint; places: number } {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`not a plain decimal: ${text}`);
  return { digits: BigInt(`${sign}${whole}${fraction}`), places: fraction.length };
}
