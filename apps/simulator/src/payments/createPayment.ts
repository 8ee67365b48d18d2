import { payAddress } from '../addresses/payAddress.ts';
import type { Coin } from '../coins/coins.ts';
import { convert, requireQuotable, requirePayable, minimumAmount } from '../coins/prices.ts';
import { networkOf } from '../coins/networks.ts';
import type { SimulatorContext } from '../context.ts';
import { ProviderError } from '../errors/providerError.ts';
import { Decimal } from '../money/decimal.ts';
import type { CreatePaymentRequest } from './createPaymentRequest.ts';
import type { PaymentRecord } from '../records/paymentRecord.ts';
import { FIRST_ID } from '../records/paymentStore.ts';
import { quoteOutcome, quotePayAmount } from './quote.ts';
import { scheduleExpiry } from './advancePayment.ts';

const MINUTE_MS = 60_000;
const QUOTE_MS = 20 * MINUTE_MS;
const FLOATING_VALIDITY_MS = 7 * 24 * 60 * MINUTE_MS;
const CAP_USD = 2000;

/**
 * Creates a waiting payment with its own address (or the shared one and its own memo).
 * Refuses with 400 an unknown, disabled or unquotable pair and an amount below the minimum or above the cap.
 * Like the real provider it has no idempotency: the same request twice makes two payments.
 */
export const createPayment = (ctx: SimulatorContext, request: CreatePaymentRequest): PaymentRecord => {
  const { clock, settings, payments } = ctx;
  if (payments.size() >= settings.maxPayments)
    throw new ProviderError(500, 'INTERNAL_ERROR', 'The simulator holds too many payments');
  const coin = requirePayable(request.pay_currency);
  requireQuotable(request.price_currency, coin.code);
  // The real provider forces the fixed rate when the customer pays the fee, whatever was requested.
  const isFixedRate = request.is_fixed_rate || request.is_fee_paid_by_user;
  const outcomeCurrency = outcomeCurrencyOf(ctx, request);
  const payAmount =
    request.pay_amount ??
    quotePayAmount(
      request.price_amount,
      request.price_currency,
      coin,
      request.is_fee_paid_by_user ? { outcomeCurrency } : null,
    );
  requireInRange(payAmount, coin, isFixedRate);

  const createdAt = clock.now();
  const paymentId = payments.newId();
  const windowMs = isFixedRate ? settings.fixedRateMinutes * MINUTE_MS : FLOATING_VALIDITY_MS;
  const payment: PaymentRecord = {
    paymentId,
    purchaseId: continuedPurchase(ctx, request.purchase_id) ?? payments.newId(),
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
    steps: [],
    lastIpnBody: null,
  };
  payments.save(payment);
  scheduleExpiry(ctx, payment);
  return payment;
};

/**
 * Memo networks share one address; the payment's own id distinguishes deposits (XRP tags are 32-bit numbers).
 */
const whereToPay = (coin: Coin, paymentId: string): Pick<PaymentRecord, 'payAddress' | 'payinExtraId'> => {
  const { address, memo } = networkOf(coin.network);
  if (memo === undefined) return { payAddress: payAddress(address, `sim:${paymentId}`), payinExtraId: null };
  const payinExtraId = memo.form === 'tag' ? String(Number(paymentId) - FIRST_ID + 1) : paymentId;
  return { payAddress: payAddress(address, `sim:shared:${coin.network}`), payinExtraId };
};

const requireInRange = (payAmount: string, coin: Coin, isFixedRate: boolean): void => {
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

const outcomeCurrencyOf = (ctx: SimulatorContext, request: CreatePaymentRequest): string => {
  if (request.payout_address === undefined) return ctx.settings.outcomeCurrency;
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
const continuedPurchase = (ctx: SimulatorContext, purchaseId: string | undefined): string | undefined => {
  if (purchaseId === undefined) return undefined;
  const earlier = ctx.payments
    .all()
    .some((payment) => payment.purchaseId === purchaseId && payment.status === 'partially_paid');
  return earlier ? purchaseId : undefined;
};
