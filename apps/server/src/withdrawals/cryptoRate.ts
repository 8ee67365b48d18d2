import { Decimal, trimAmount } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Currency } from '../models/Currency.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { knownRates } from '../rates/knownRates.ts';
import { rateProblem } from '../rates/plausibleRate.ts';

/**
 * How much crypto this many USD buy at the provider's current rate, rounded down to the currency's decimal places.
 * Null when the provider does not answer. Refuses with RATE_IMPLAUSIBLE when the answer is far from what the desk
 * knows, or the desk knows nothing to compare it with.
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
    if (amount.lessThanOrEqualTo(0)) return null;
    const cryptoAmount = trimAmount(amount);
    await requirePlausible(ctx, currency, { amountUsd, cryptoAmount });
    return cryptoAmount;
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}

/**
 * As `estimateCrypto`, and null also for an implausible answer: a quote or an approval does not fail because of it, but
 * no amount is fixed. Without one nothing is sent, and a payment by hand needs another person.
 */
export async function estimateIfPlausible(
  ctx: AppContext,
  currency: Currency,
  amountUsd: string,
): Promise<string | null> {
  try {
    return await estimateCrypto(ctx, currency, amountUsd);
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'RATE_IMPLAUSIBLE') return null;
    throw error;
  }
}

async function requirePlausible(
  ctx: AppContext,
  currency: Currency,
  amount: { amountUsd: string; cryptoAmount: string },
): Promise<void> {
  const now = ctx.clock.now();
  const problem = rateProblem(amount, await knownRates(ctx.knex, currency, now), now);
  if (problem === null) return;
  const { code } = currency;
  const { cryptoAmount } = amount;
  const fields = { currency: code, ...amount, expected: problem.expected };
  // A currency that is new has no rate until its minimum is refreshed: no one has to act on that.
  if (problem.kind === 'nothing_known')
    ctx.log.warn(fields, 'the desk knows no rate to compare the provider’s with: it is not used');
  else
    ctx.log.error(
      { alarm: 'RATE_IMPLAUSIBLE', ...fields },
      'the provider’s rate is far from what the desk knows: it is not used',
    );
  throw new DomainError(
    'RATE_IMPLAUSIBLE',
    problem.expected === null
      ? `The desk knows no rate of ${code} yet to compare the provider’s with. Try again later, or pay by hand with another person.`
      : `The provider’s rate gives ${cryptoAmount} ${code}; by the rates that the desk knows it is about ${problem.expected}. Try again later, or pay by hand with another person.`,
    { cryptoAmount, expected: problem.expected },
  );
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
