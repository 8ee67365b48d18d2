import { isSameAccount } from '@paydesk/addresses';
import { Decimal } from '@paydesk/types';
import type { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/** The fiat currency that every payment is priced in. */
const PRICE_CURRENCY = 'usd';

/** What a report must agree with. */
export type AgreedPayment = Pick<
  Payment,
  'internalPaymentId' | 'payAddress' | 'payinExtraId' | 'currencyCode' | 'amountUsd'
>;

export type AgreedReport = Pick<
  ProviderReport,
  | 'parentPaymentId'
  | 'orderId'
  | 'payAddress'
  | 'payinExtraId'
  | 'payCurrency'
  | 'priceAmount'
  | 'priceCurrency'
>;

/**
 * The provider's field names in which a report differs from the payment that it is about. Empty when they
 * agree. The provider sends order, address, currency and price with every report, so a missing one differs
 * too; a memo is compared only where both have one.
 *
 * @param network of the payment's currency: an address may be spelled in several ways
 */
export function reportDifferences(payment: AgreedPayment, report: AgreedReport, network: string): string[] {
  const differs: Record<string, boolean> = {
    parent_payment_id: report.parentPaymentId !== null,
    order_id: report.orderId !== payment.internalPaymentId,
    pay_address:
      payment.payAddress !== null &&
      (report.payAddress === null || !isSameAccount(network, payment.payAddress, report.payAddress)),
    payin_extra_id:
      payment.payinExtraId !== null &&
      report.payinExtraId !== null &&
      report.payinExtraId !== payment.payinExtraId,
    pay_currency: report.payCurrency !== payment.currencyCode.toLowerCase(),
    price_amount: report.priceAmount === null || !new Decimal(report.priceAmount).equals(payment.amountUsd),
    price_currency: report.priceCurrency !== PRICE_CURRENCY,
  };
  return Object.keys(differs).filter((field) => differs[field] === true);
}

/** Whether a report's price is in US dollars and can be one: the only price that gives a value. */
export const hasUsdPrice = ({ priceAmount, priceCurrency }: ProviderReport): boolean =>
  priceCurrency === PRICE_CURRENCY &&
  priceAmount !== null &&
  new Decimal(priceAmount).greaterThan(0) &&
  new Decimal(priceAmount).lessThan(MOST_USD) &&
  new Decimal(priceAmount).decimalPlaces() <= 2;

/** More than this is no amount of money: the database could not add it up. */
export const MOST_USD = '1e15';
