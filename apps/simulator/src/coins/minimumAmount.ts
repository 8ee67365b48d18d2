import { Decimal, roundUp } from '../money/decimal.ts';
import type { Coin } from './coins.ts';

/** Fixed-rate payments start higher at the real provider; by how much varies. */
const FIXED_RATE_FACTOR = '1.5';

/** The smallest deposit in units of the coin. Less than this fails, and a create below it is refused. */
export const minimumAmount = (coin: Coin, isFixedRate: boolean): string => {
  const usd = new Decimal(coin.minimumUsd).times(isFixedRate ? FIXED_RATE_FACTOR : 1);
  return roundUp(usd.div(coin.priceUsd), Math.min(coin.precision, coin.chainDecimals));
};
