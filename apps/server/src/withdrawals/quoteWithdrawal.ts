import { Decimal, formatUsd, trimAmount } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import type { Desk } from '../desk/desk.ts';
import { Currency } from '../models/Currency.ts';
import { ProviderError } from '../nowpayments/providerError.ts';

/** Smallest withdrawal, in USD (product contract). */
export const MIN_WITHDRAWAL_USD = '10.00';

export interface Fees {
  networkFeeUsd: string;
  serviceFeeUsd: string;
  totalFeeUsd: string;
  finalAmountUsd: string;
}

/**
 * What a withdrawal of this amount would cost and bring, and about how much crypto that is now (null when the provider cannot say).
 * Refuses with CURRENCY_UNKNOWN, CURRENCY_INACTIVE, WITHDRAWALS_DISABLED, AMOUNT_TOO_SMALL, FEES_EXCEED_AMOUNT.
 */
export async function quoteWithdrawal(desk: Desk, input: { amountUsd: string; currencyCode: string }): Promise<Fees & { cryptoAmountEstimate: string | null; minimumUsd: string }> {
  const currency = await payableCurrency(desk.knex, input.currencyCode);
  const fees = feesOf(desk, currency, input.amountUsd);
  return { ...fees, cryptoAmountEstimate: await estimate(desk, currency, fees.finalAmountUsd), minimumUsd: MIN_WITHDRAWAL_USD };
}

/** The currency, if it can be paid out. */
export async function payableCurrency(db: Knex, code: string): Promise<Currency> {
  const currency = await Currency.query(db).findOne({ code });
  if (currency === undefined) throw new DomainError('CURRENCY_UNKNOWN', `no currency ${code}`);
  if (!currency.isActive) throw new DomainError('CURRENCY_INACTIVE', `${code} is not offered at present`);
  if (!currency.withdrawalsEnabled) throw new DomainError('WITHDRAWALS_DISABLED', `withdrawals in ${code} are switched off`);
  return currency;
}

/** Network fee of the currency and service fee of the desk, off the amount. */
export function feesOf(desk: Desk, currency: Currency, amountUsd: string): Fees {
  const amount = new Decimal(amountUsd);
  if (amount.lessThan(MIN_WITHDRAWAL_USD)) throw new DomainError('AMOUNT_TOO_SMALL', `the smallest withdrawal is ${MIN_WITHDRAWAL_USD} USD`, { minimumUsd: MIN_WITHDRAWAL_USD });
  const total = new Decimal(currency.networkFeeUsd).plus(desk.settings.withdrawalServiceFeeUsd);
  const final = amount.minus(total);
  if (final.lessThanOrEqualTo(0)) throw new DomainError('FEES_EXCEED_AMOUNT', `the fees are ${formatUsd(total)} USD: nothing would be left`);
  return {
    networkFeeUsd: formatUsd(currency.networkFeeUsd), serviceFeeUsd: formatUsd(desk.settings.withdrawalServiceFeeUsd), totalFeeUsd: formatUsd(total), finalAmountUsd: formatUsd(final),
  };
}

/** An estimate is a courtesy: without the provider the quote still stands. */
async function estimate(desk: Desk, currency: Currency, amountUsd: string): Promise<string | null> {
  try {
    const { estimatedAmount } = await desk.provider.estimate({ amount: amountUsd, currencyFrom: 'usd', currencyTo: currency.code });
    return trimAmount(new Decimal(estimatedAmount).toDecimalPlaces(currency.decimalPlaces, Decimal.ROUND_DOWN));
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}
