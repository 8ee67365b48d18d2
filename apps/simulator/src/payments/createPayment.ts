import { payAddress } from '../addresses/payAddress.ts';
import type { Coin } from '../coins/coins.ts';
import { convert, refuseUnquotable, requirePayable } from '../coins/convert.ts';
import { minimumAmount } from '../coins/minimumAmount.ts';
import { networkOf } from '../coins/networks.ts';
import type { Core } from '../core.ts';
import { ProviderError } from '../refusals/providerError.ts';
import { Decimal } from '../money/decimal.ts';
import type { CreatePaymentRequest } from './createPaymentRequest.ts';
import type { PaymentRecord } from './paymentRecord.ts';
import { FIRST_ID } from './paymentStore.ts';
import { quoteOutcome, quotePayAmount } from './quote.ts';
import { wakeAtExpiry } from './walkPayment.ts';

const MINUTE_MS = 60_000;
const QUOTE_MS = 20 * MINUTE_MS;
const FLOATING_VALIDITY_MS = 7 * 24 * 60 * MINUTE_MS;
const CAP_USD = 2000;

/**
 * Creates a waiting payment with an address of its own (or the shared one and a memo of its own).
 * Refuses with 400 an unknown, disabled or unquotable pair and an amount below the minimum or above the cap.
 * Like the real provider it knows no idempotency: the same request twice makes two payments.
 */
export const createPayment = (core: Core, request: CreatePaymentRequest): PaymentRecord => {
  const { clock, settings, store } = core;
  if (store.size() >= settings.maxPayments)
    throw new ProviderError(500, 'INTERNAL_ERROR', 'The simulator holds too many payments');
  const coin = requirePayable(request.pay_currency);
  refuseUnquotable(request.price_currency, coin.code);
  // The real provider forces the fixed rate when the customer pays the fee, whatever was asked.
  const isFixedRate = request.is_fixed_rate || request.is_fee_paid_by_user;
  const outcomeCurrency = outcomeCurrencyOf(core, request);
  const payAmount =
    request.pay_amount ??
    quotePayAmount(
      request.price_amount,
      request.price_currency,
      coin,
      request.is_fee_paid_by_user ? { outcomeCurrency } : null,
    );
  refuseOutOfRange(payAmount, coin, isFixedRate);

  const createdAt = clock.now();
  const paymentId = store.newId();
  const windowMs = isFixedRate ? settings.fixedRateMinutes * MINUTE_MS : FLOATING_VALIDITY_MS;
  const payment: PaymentRecord = {
    paymentId,
    purchaseId: continuedPurchase(core, request.purchase_id) ?? store.newId(),
    parentPaymentId: null,
    originType: null,
    childIds: [],
    status: 'waiting',
    ...whereToPay(coin, paymentId),
    priceAmount: request.price_amount,
    priceCurrency: request.price_currency.toLowerCase(),
    payAmount,
    payCurrency: coin.code,
    actuallyPaid: '0',
    ...quoteOutcome(payAmount, coin.code, outcomeCurrency),
    outcomeCurrency,
    orderId: request.order_id ?? null,
    orderDescription: request.order_description ?? null,
    ipnCallbackUrl: request.ipn_callback_url ?? null,
    payinHash: null,
    payoutHash: null,
    isFixedRate,
    isFeePaidByUser: request.is_fee_paid_by_user,
    createdAt,
    updatedAt: createdAt,
    quoteExpiresAt: createdAt + (isFixedRate ? windowMs : QUOTE_MS),
    validUntil: createdAt + windowMs,
    depositedAmount: null,
    isSilent: false,
    walk: [],
    lastIpnBody: null,
  };
  store.save(payment);
  wakeAtExpiry(core, payment);
  return payment;
};

/**
 * Memo networks share one address; the payment's own id tells deposits apart (XRP tags are 32-bit numbers).
 */
const whereToPay = (coin: Coin, paymentId: string): Pick<PaymentRecord, 'payAddress' | 'payinExtraId'> => {
  const { address, memo } = networkOf(coin.network);
  if (memo === undefined) return { payAddress: payAddress(address, `sim:${paymentId}`), payinExtraId: null };
  const payinExtraId = memo.form === 'tag' ? String(Number(paymentId) - FIRST_ID + 1) : paymentId;
  return { payAddress: payAddress(address, `sim:shared:${coin.network}`), payinExtraId };
};

const refuseOutOfRange = (payAmount: string, coin: Coin, isFixedRate: boolean): void => {
  if (new Decimal(payAmount).lt(minimumAmount(coin, isFixedRate))) {
    throw new ProviderError(400, 'AMOUNT_MINIMAL_ERROR', `Crypto amount ${payAmount} is less than minimal`);
  }
  if (coin.isCapped && convert(payAmount, coin.code, 'usd').gt(CAP_USD)) {
    throw new ProviderError(
      400,
      'AMOUNT_MAXIMAL_ERROR',
      `Crypto amount ${payAmount} is greater than maximal`,
    );
  }
};

const outcomeCurrencyOf = (core: Core, request: CreatePaymentRequest): string => {
  if (request.payout_address === undefined) return core.settings.outcomeCurrency;
  if (request.payout_currency === undefined) {
    throw new ProviderError(
      400,
      'BAD_CREATE_PAYMENT_REQUEST',
      'payout_currency is required when payout_address is given',
    );
  }
  return requirePayable(request.payout_currency).code;
};

/** A further payment joins an earlier purchase only while that one is partially paid. */
const continuedPurchase = (core: Core, purchaseId: string | undefined): string | undefined => {
  if (purchaseId === undefined) return undefined;
  const earlier = core.store
    .all()
    .some((payment) => payment.purchaseId === purchaseId && payment.status === 'partially_paid');
  return earlier ? purchaseId : undefined;
};
