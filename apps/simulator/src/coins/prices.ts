import { InvalidRequest, ProviderError } from '../errors/providerError.ts';
import { Decimal, roundDown, roundUp, type DecimalValue } from '../money/decimal.ts';
import { FIATS, findCoin, type Coin } from './coins.ts';

/** Places of an estimate in a fiat currency. */
const FIAT_PLACES = 8;

/** Fixed-rate payments have a higher minimum at the real provider; the factor varies. */
const FIXED_RATE_FACTOR = '1.5';

/**
 * The fixed price of a coin or fiat currency in USD. Throws 400 for a code that the provider does not list.
 */
const priceUsd = (code: string): string => {
  const price = FIATS.get(code.toLowerCase()) ?? findCoin(code)?.priceUsd;
  if (price === undefined) throw new ProviderError(400, 'BAD_REQUEST', `Currency ${code} was not found`);
  return price;
};

/** `amount` of one currency in another, not rounded. */
export const convert = (amount: DecimalValue, from: string, to: string): Decimal =>
  new Decimal(amount).times(priceUsd(from)).div(priceUsd(to));

/** Rounded down to the target currency's places. Throws for pairs that the provider cannot quote. */
export const estimate = (amount: string, from: string, to: string): string => {
  requireQuotable(from, to);
  return roundDown(convert(amount, from, to), findCoin(to)?.precision ?? FIAT_PLACES);
};

/** Like the real provider, throws 500 when one stablecoin is priced in another. */
export const requireQuotable = (from: string, to: string): void => {
  const [source, target] = [findCoin(from), findCoin(to)];
  if (source && target && source.isStable && target.isStable && source !== target) {
    throw new ProviderError(
      500,
      'INTERNAL_ERROR',
      `Can not get estimate from ${from.toUpperCase()} to ${to.toUpperCase()}`,
    );
  }
};

/** The coin a customer can pay in. Throws 400 when it is unknown, a fiat currency, or disabled. */
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

/** The smallest deposit in units of the coin. A smaller deposit fails, and creating a smaller payment is refused. */
export const minimumAmount = (coin: Coin, isFixedRate: boolean): string => {
  const usd = new Decimal(coin.minimumUsd).times(isFixedRate ? FIXED_RATE_FACTOR : 1);
  return roundUp(usd.div(coin.priceUsd), Math.min(coin.precision, coin.chainDecimals));
};
