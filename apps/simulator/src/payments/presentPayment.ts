import { findCoin } from '../coins/coins.ts';
import { numberToken, type NumberToken } from '../json/exactJson.ts';
import { isChild, statusAt, type PaymentRecord } from '../records/paymentRecord.ts';

/*
 * A payment has three shapes on the wire, and their types differ. The differences are the real provider's and
 * are kept on purpose: payment_id is text on create and a number on GET and IPN; purchase_id is text on create
 * and IPN and a number on GET; times are ISO text on create and GET and epoch milliseconds on IPN.
 */

const number = numberToken;
const iso = (ms: number): string => new Date(ms).toISOString();
const ids = (paymentIds: string[]): NumberToken[] => paymentIds.map(number);

/** Answer of POST /v1/payment (201). */
export const presentCreated = (payment: PaymentRecord) => {
  const coin = findCoin(payment.payCurrency);
  return {
    payment_id: payment.paymentId,
    payment_status: payment.status,
    pay_address: payment.payAddress,
    price_amount: number(payment.priceAmount),
    price_currency: payment.priceCurrency,
    pay_amount: number(payment.payAmount),
    amount_received: number(payment.outcomeAmount),
    pay_currency: payment.payCurrency,
    order_id: payment.orderId,
    order_description: payment.orderDescription,
    payin_extra_id: payment.payinExtraId,
    ipn_callback_url: payment.ipnCallbackUrl,
    created_at: iso(payment.createdAt),
    updated_at: iso(payment.updatedAt),
    purchase_id: payment.purchaseId,
    smart_contract: coin?.contract ?? null,
    network: coin?.network ?? null,
    // null on native coins and a number on tokens, as in production.
    network_precision: coin && coin.contract !== null ? coin.chainDecimals : null,
    time_limit: null,
    burning_percent: null,
    expiration_estimate_date: iso(payment.quoteExpiresAt),
    is_fixed_rate: payment.isFixedRate,
    is_fee_paid_by_user: payment.isFeePaidByUser,
    valid_until: iso(payment.validUntil),
    type: 'crypto2crypto',
    product: 'api',
  };
};

/**
 * Answer of GET /v1/payment/:id, and one item of the list. It lacks some fields of the create answer
 * (valid_until, network …).
 */
export const presentPayment = (payment: PaymentRecord, now: number) => ({
  payment_id: number(payment.paymentId),
  invoice_id: null,
  payment_status: statusAt(payment, now),
  pay_address: payment.payAddress,
  payin_extra_id: payment.payinExtraId,
  price_amount: number(payment.priceAmount),
  price_currency: payment.priceCurrency,
  pay_amount: number(payment.payAmount),
  actually_paid: number(payment.actuallyPaid),
  pay_currency: payment.payCurrency,
  order_id: payment.orderId,
  order_description: payment.orderDescription,
  purchase_id: number(payment.purchaseId),
  outcome_amount: number(payment.outcomeAmount),
  outcome_currency: payment.outcomeCurrency,
  payout_hash: payment.payoutHash,
  payin_hash: payment.payinHash,
  created_at: iso(payment.createdAt),
  updated_at: iso(payment.updatedAt),
  burning_percent: 'null',
  type: 'crypto2crypto',
  ...(payment.childIds.length > 0 ? { payment_extra_ids: ids(payment.childIds) } : {}),
  ...(isChild(payment)
    ? { parent_payment_id: number(payment.parentPaymentId as string), origin_type: payment.originType }
    : {}),
});

/** Body of an IPN, keys already in sorted order. */
export const presentIpn = (payment: PaymentRecord) => ({
  actually_paid: number(payment.actuallyPaid),
  // Often 0 at the real provider even when paid: 0 here, so that no client relies on it.
  actually_paid_at_fiat: 0,
  fee: { currency: payment.outcomeCurrency, depositFee: 0, serviceFee: feeTaken(payment), withdrawalFee: 0 },
  invoice_id: null,
  order_description: payment.orderDescription,
  order_id: payment.orderId,
  outcome_amount: number(payment.outcomeAmount),
  outcome_currency: payment.outcomeCurrency,
  parent_payment_id: payment.parentPaymentId === null ? null : number(payment.parentPaymentId),
  pay_address: payment.payAddress,
  pay_amount: number(payment.payAmount),
  pay_currency: payment.payCurrency,
  payin_extra_id: payment.payinExtraId,
  payment_extra_ids: payment.childIds.length > 0 ? ids(payment.childIds) : null,
  payment_id: number(payment.paymentId),
  payment_status: payment.status,
  price_amount: number(payment.priceAmount),
  price_currency: payment.priceCurrency,
  purchase_id: payment.purchaseId,
  updated_at: payment.updatedAt,
});

/** Fees are reported once the money was sent on. */
const feeTaken = (payment: PaymentRecord): NumberToken =>
  number(payment.payoutHash === null ? '0' : payment.serviceFee);
