import type { Coin } from '../coins/coins.ts';
import { convert } from '../coins/convert.ts';
import type { Core } from '../core.ts';
import { roundUp } from '../money/decimal.ts';
import type { PaymentRecord } from './paymentRecord.ts';
import { quoteOutcome } from './quote.ts';

/**
 * The payment that the provider makes by itself when an address receives a second deposit or another asset.
 * It inherits price, address and purchase; the parent stays as it is but for the child's id in its list.
 */
export const createChildPayment = (core: Core, parent: PaymentRecord, coin: Coin): PaymentRecord => {
  const paymentId = core.store.newId();
  const isRepeated = coin.code === parent.payCurrency;
  const payAmount = isRepeated
    ? parent.payAmount
    : roundUp(convert(parent.payAmount, parent.payCurrency, coin.code), coin.precision);
  const createdAt = core.clock.now();
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
    orderId: core.settings.childOrderId === 'copy' ? parent.orderId : null,
    orderDescription: core.settings.childOrderId === 'copy' ? parent.orderDescription : null,
    payinHash: null,
    payoutHash: null,
    createdAt,
    updatedAt: createdAt,
    // A child exists because its money is there: it never expires.
    validUntil: Number.MAX_SAFE_INTEGER,
    depositedAmount: null,
    isSilent: false,
    walk: [],
    lastIpnBody: null,
  };
  core.store.save(child);
  parent.childIds.push(paymentId);
  core.store.keep(parent);
  return child;
};
