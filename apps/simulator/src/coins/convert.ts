import { InvalidRequest, ProviderError } from '../refusals/providerError.ts';
import { Decimal, roundDown, type DecimalValue } from '../money/decimal.ts';
import { FIATS, findCoin, type Coin } from './coins.ts';

/** Places of an estimate in a fiat currency. */
const FIAT_PLACES = 8;

/**
 * The fixed price of a coin or fiat currency in USD. Throws 400 for a code that the provider does not list.
 */
export const priceUsd = (code: string): string => {
  const price = FIATS.get(code.toLowerCase()) ?? findCoin(code)?.priceUsd;
  if (price === undefined) throw new ProviderError(400, 'BAD_REQUEST', `Currency ${code} was not found`);
  return price;
};

/** `amount` of one currency in another, not rounded. */
export const convert = (amount: DecimalValue, from: string, to: string): Decimal =>
  new Decimal(amount).times(priceUsd(from)).div(priceUsd(to));

/** Rounded down to what the target currency can show. Refuses the pairs that the provider cannot quote. */
export const estimate = (amount: string, from: string, to: string): string => {
  refuseUnquotable(from, to);
  return roundDown(convert(amount, from, to), findCoin(to)?.precision ?? FIAT_PLACES);
};

/** The real provider answers 500 when one stablecoin is priced in another, every time. */
export const refuseUnquotable = (from: string, to: string): void => {
  const [source, target] = [findCoin(from), findCoin(to)];
  if (source && target && source.isStable && target.isStable && source !== target) {
    throw new ProviderError(
      500,
      'INTERNAL_ERROR',
      `Can not get estimate from ${from.toUpperCase()} to ${to.toUpperCase()}`,
    );
  }
};

/** The coin a customer can pay in. Throws 400 when it is unknown, a fiat currency, or switched off. */
export const requirePayable = (code: string): Coin => {
  const coin = findCoin(code);
  if (coin === undefined) throw new InvalidRequest(`pay_currency ${code} is not supported`);
  if (!coin.isEnabled)
    throw new ProviderError(
      400,
      'CURRENCY_UNAVAILABLE',
      `Currency ${code.toLowerCase()} is currently unavailable`,
    );
  return coin;
};
