import { Decimal, trimAmount } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import type { Currency } from '../models/Currency.ts';
import { ProviderError } from '../nowpayments/providerError.ts';

/**
 * How much crypto this many USD buy at the provider's present rate, rounded down to the places that the
 * currency has. Null when the provider cannot say: nobody is kept from asking or approving because of that.
 */
export async function estimateCrypto(
  ctx: AppContext,
  currency: Currency,
  amountUsd: string,
): Promise<string | null> {
  try {
    const { estimatedAmount } = await ctx.provider.estimate({
      amount: amountUsd,
      currencyFrom: 'usd',
      currencyTo: currency.code,
    });
    const amount = new Decimal(estimatedAmount).toDecimalPlaces(currency.decimalPlaces, Decimal.ROUND_DOWN);
    return amount.isZero() ? null : trimAmount(amount);
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}
