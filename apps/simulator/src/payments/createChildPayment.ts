import type { Coin } from '../coins/coins.ts';
import { convert } from '../coins/prices.ts';
import type { SimulatorContext } from '../context.ts';
import { roundUp } from '../money/decimal.ts';
import type { PaymentRecord } from '../records/paymentRecord.ts';
import { quoteOutcome } from './quote.ts';

/**
 * The payment that the provider makes by itself when an address receives a second deposit or another asset.
 * It inherits price, address and purchase; the parent changes only by the child's id in its list.
 */
export const createChildPayment = (
  ctx: SimulatorContext,
  parent: PaymentRecord,
  coin: Coin,
): PaymentRecord => {
  const paymentId = ctx.payments.newId();
  const isRepeated = coin.code === parent.payCurrency;
  const payAmount = isRepeated
    ? parent.payAmount
    : roundUp(convert(parent.payAmount, parent.payCurrency, coin.code), coin.precision);
  const createdAt = ctx.clock.now();
  const child: PaymentRecord = {
    ...parent,
    paymentId,
    parentPaymentId: parent.paymentId,
    originType: isRepeated ? 'REPEATED' : 'WRONG_ASSET',
    childIds: [],
    status: 'waiting',
    payAmount,
    payCurrency: coin.code,
    actuallyPaid: '0',
    ...quoteOutcome(payAmount, coin.code, parent.outcomeCurrency),
    orderId: ctx.settings.childOrderId === 'copy' ? parent.orderId : null,
    orderDescription: ctx.settings.childOrderId === 'copy' ? parent.orderDescription : null,
    payinHash: null,
    payoutHash: null,
    createdAt,
    updatedAt: createdAt,
    // A child is made for money that has arrived: it never expires.
    validUntil: Number.MAX_SAFE_INTEGER,
    depositedAmount: null,
    isSilent: false,
    steps: [],
    lastIpnBody: null,
  };
  ctx.payments.save(child);
  parent.childIds.push(paymentId);
  ctx.payments.keep(parent);
  return child;
};
