import { jsonNumber } from './exactJson.ts';

/** A payment to create. Amounts are plain decimal strings; codes in any case. */
export interface NewPayment {
  priceAmount: string;
  /** A fiat code: a stablecoin as price currency makes the provider fail. */
  priceCurrency: string;
  payCurrency: string;
  /** Our own id, unique per attempt: the only way to find a payment whose answer was lost. */
  orderId: string;
  orderDescription?: string | undefined;
  ipnCallbackUrl?: string;
  /** A crypto amount set by us instead of quoted by the provider. */
  payAmount?: string;
  isFixedRate?: boolean;
  isFeePaidByUser?: boolean;
  /** Simulator and sandbox only. */
  case?: string;
}

/**
 * The JSON of `POST /payment`, amounts as exact number tokens. Throws RangeError for an amount that is no
 * plain decimal.
 */
export function newPaymentBody(payment: NewPayment): string {
  return JSON.stringify({
    price_amount: jsonNumber(payment.priceAmount),
    price_currency: payment.priceCurrency.toLowerCase(),
    pay_currency: payment.payCurrency.toLowerCase(),
    pay_amount: payment.payAmount === undefined ? undefined : jsonNumber(payment.payAmount),
    order_id: payment.orderId,
    // Merchants report that other characters break webhook signatures.
    order_description: payment.orderDescription?.replace(/[^\x20-\x7e]/g, '?'),
    ipn_callback_url: payment.ipnCallbackUrl,
    is_fixed_rate: payment.isFixedRate,
    is_fee_paid_by_user: payment.isFeePaidByUser,
    case: payment.case,
  });
}
