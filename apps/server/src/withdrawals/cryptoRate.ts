import { Decimal, trimAmount } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Currency } from '../models/Currency.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { ProviderError } from '../nowpayments/providerError.ts';

/**
 * How much crypto this many USD buy at the provider's current rate, rounded down to the currency's decimal places.
 * Null when the provider does not answer: a request or an approval does not fail because of that.
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

/** The columns that fix a crypto amount for as long as the policy says. */
export const fixedRate = (
  cryptoAmount: string,
  at: Date,
  { rateSeconds }: { rateSeconds: number },
): Pick<WithdrawalRequest, 'cryptoAmount' | 'rateFixedAt' | 'rateExpiresAt'> => ({
  cryptoAmount,
  rateFixedAt: at,
  rateExpiresAt: new Date(at.getTime() + rateSeconds * 1000),
});

/** The amount to send is fixed for a limited time, because its value changes. Refuses with RATE_EXPIRED. */
export function requireRate(withdrawal: WithdrawalRequest, at: Date): void {
  if (withdrawal.rateExpiresAt === null)
    throw new DomainError('RATE_EXPIRED', 'no rate is fixed yet: fix one first');
  if (withdrawal.rateExpiresAt <= at)
    throw new DomainError('RATE_EXPIRED', 'the rate has expired: fix a new one first', {
      expiredAt: withdrawal.rateExpiresAt.toISOString(),
    });
}
