import { Decimal, MAX_PAYMENT_USD, MIN_PAYMENT_USD } from '@paydesk/types';
import type { NowpaymentsClient } from '../nowpayments/createNowpaymentsClient.ts';

/**
 * Merchants report that payments at exactly the minimum are refused: the desk's minimum is this much higher.
 */
const MARGIN = '1.02';

export interface ProviderMinimumUsd {
  /** In USD, margin included, rounded up to cents. */
  minimumUsd: string;
  /** How much of the currency one USD is worth, by the same answer. */
  unitsPerUsd: string;
}

/**
 * The provider's smallest payment; null when its answer is implausible. `outcomeCurrency` is the currency that the
 * deposit is converted to: without it an account with several wallets gets a wrong answer. Throws ProviderError.
 */
export async function providerMinimum(
  provider: NowpaymentsClient,
  code: string,
  outcomeCurrency: string | null,
): Promise<ProviderMinimumUsd | null> {
  const minimum = await provider.minAmount({
    currencyFrom: code,
    fiatEquivalent: 'usd',
    ...(outcomeCurrency !== null && { currencyTo: outcomeCurrency }),
  });
  const usd =
    minimum.fiatEquivalent ??
    (await provider.estimate({ amount: minimum.minAmount, currencyFrom: code, currencyTo: 'usd' }))
      .estimatedAmount;
  const minimumUsd = withMargin(usd);
  if (minimumUsd === null) return null;
  const unitsPerUsd = new Decimal(minimum.minAmount).dividedBy(usd).toDecimalPlaces(30);
  return { minimumUsd, unitsPerUsd: unitsPerUsd.toFixed() };
}

/** Rounded up: one cent less is a payment that the provider refuses. */
export function withMargin(usd: string): string | null {
  const exact = new Decimal(usd);
  // No minimum is above the largest payment: to believe it would disable the currency.
  if (exact.lessThanOrEqualTo(0) || exact.greaterThan(MAX_PAYMENT_USD)) return null;
  // The desk accepts no smaller payment; a margin there would only refuse what works.
  const needed = exact.greaterThan(MIN_PAYMENT_USD) ? exact.times(MARGIN) : exact;
  return needed.toDecimalPlaces(2, Decimal.ROUND_UP).toFixed(2);
}
