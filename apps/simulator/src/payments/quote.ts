import type { Coin } from '../coins/coins.ts';
import { findCoin } from '../coins/coins.ts';
import { convert } from '../coins/prices.ts';
import { Decimal, plain, roundDown, roundUp } from '../money/decimal.ts';

/** Service fee as a share of the deposit; conversion costs extra. As reported by merchants in 2026. */
const FEE_SAME_COIN = '0.01';
const FEE_CONVERTED = '0.015';

const feeShare = (payCurrency: string, outcomeCurrency: string): string =>
  payCurrency === outcomeCurrency ? FEE_SAME_COIN : FEE_CONVERTED;

/**
 * The amount to pay, in the coin. Rounded up at the provider's accounting places, which can
 * be more than the chain has (as at the real provider). When the customer pays the fee, the merchant
 * still receives the price.
 */
export const quotePayAmount = (
  priceAmount: string,
  priceCurrency: string,
  coin: Coin,
  feeFor: { outcomeCurrency: string } | null,
): string => {
  const bare = convert(priceAmount, priceCurrency, coin.code);
  const share = feeFor === null ? '0' : feeShare(coin.code, feeFor.outcomeCurrency);
  return roundUp(bare.div(new Decimal(1).minus(share)), coin.precision);
};

/**
 * What the merchant's wallet receives for `amount` of the pay currency, and the fee, both in the outcome
 * currency.
 */
export const quoteOutcome = (
  amount: string,
  payCurrency: string,
  outcomeCurrency: string,
): { outcomeAmount: string; serviceFee: string } => {
  const gross = convert(amount, payCurrency, outcomeCurrency);
  const places = findCoin(outcomeCurrency)?.precision ?? 8;
  const outcomeAmount = roundDown(
    gross.times(new Decimal(1).minus(feeShare(payCurrency, outcomeCurrency))),
    places,
  );
  return { outcomeAmount, serviceFee: plain(new Decimal(roundDown(gross, places)).minus(outcomeAmount)) };
};
