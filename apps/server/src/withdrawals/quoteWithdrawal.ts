import { Decimal, formatUsd, MIN_WITHDRAWAL_USD } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { estimateIfPlausible } from './cryptoRate.ts';
import { signQuote } from './signedQuote.ts';

/** How long a quote is valid, in seconds: a request made with it has the quoted fees. */
const QUOTE_SECONDS = 15 * 60;

export interface Fees {
  networkFeeUsd: string;
  serviceFeeUsd: string;
  totalFeeUsd: string;
  finalAmountUsd: string;
}

export interface Quote extends Fees {
  /** About how much crypto that is now; null when the provider does not answer, or implausibly. */
  cryptoAmountEstimate: string | null;
  minimumUsd: string;
  quotedAt: string;
  expiresAt: string;
  /** The signed quote, for `withdrawals.create`. */
  quote: string;
}

/**
 * The fees of a withdrawal of this amount and what is left of it. Refuses with CURRENCY_UNKNOWN, CURRENCY_INACTIVE,
 * WITHDRAWALS_DISABLED, AMOUNT_TOO_SMALL, FEES_EXCEED_AMOUNT.
 */
export async function quoteWithdrawal(
  ctx: AppContext,
  { amountUsd, currencyCode }: { amountUsd: string; currencyCode: string },
): Promise<Quote> {
  const currency = await payableCurrency(ctx.knex, currencyCode);
  const fees = feesOf(ctx, currency, amountUsd);
  const cryptoAmountEstimate = await estimateIfPlausible(ctx, currency, fees.finalAmountUsd);
  const at = ctx.clock.now();
  const times = {
    quotedAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + QUOTE_SECONDS * 1000).toISOString(),
  };
  const { networkFeeUsd, serviceFeeUsd } = fees;
  const quote = signQuote(ctx.settings.secret, {
    amountUsd,
    currencyCode: currency.code,
    networkFeeUsd,
    serviceFeeUsd,
    cryptoAmountEstimate,
    ...times,
  });
  return { ...fees, ...times, cryptoAmountEstimate, minimumUsd: MIN_WITHDRAWAL_USD, quote };
}

/** The currency, if it can be paid out. Refuses with CURRENCY_UNKNOWN, CURRENCY_INACTIVE, WITHDRAWALS_DISABLED. */
export async function payableCurrency(db: Knex, code: string): Promise<Currency> {
  const currency = await Currency.query(db).findOne({ code });
  if (currency === undefined) throw new DomainError('CURRENCY_UNKNOWN', `no currency ${code}`);
  if (!currency.isActive || currency.pendingChange !== null)
    throw new DomainError('CURRENCY_INACTIVE', `${code} is not offered at the moment`);
  if (!currency.withdrawalsEnabled)
    throw new DomainError('WITHDRAWALS_DISABLED', `withdrawals in ${code} are switched off`);
  return currency;
}

/**
 * The fees for this amount: the currency's network fee, and the desk's service fee, which is a share of the amount,
 * rounded up to cents, plus a fixed part.
 */
export function feesOf(ctx: AppContext, currency: Currency, amountUsd: string): Fees {
  const amount = new Decimal(amountUsd);
  if (amount.lessThan(MIN_WITHDRAWAL_USD))
    throw new DomainError('AMOUNT_TOO_SMALL', `the smallest withdrawal is ${MIN_WITHDRAWAL_USD} USD`, {
      minimumUsd: MIN_WITHDRAWAL_USD,
    });
  const share = amount.times(currency.serviceFeePercent).dividedBy(100).toDecimalPlaces(2, Decimal.ROUND_UP);
  const service = share.plus(currency.serviceFeeUsd ?? ctx.settings.withdrawalServiceFeeUsd);
  const total = service.plus(currency.networkFeeUsd);
  const final = amount.minus(total);
  if (final.lessThanOrEqualTo(0))
    throw new DomainError(
      'FEES_EXCEED_AMOUNT',
      `the fees are ${formatUsd(total)} USD: nothing would be left`,
    );
  return {
    networkFeeUsd: formatUsd(currency.networkFeeUsd),
    serviceFeeUsd: formatUsd(service),
    totalFeeUsd: formatUsd(total),
    finalAmountUsd: formatUsd(final),
  };
}
