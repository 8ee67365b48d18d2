import { findCoin, type Coin } from '../coins/coins.ts';
import { convert, minimumAmount } from '../coins/prices.ts';
import { networkOf } from '../coins/networks.ts';
import type { SimulatorContext } from '../context.ts';
import { InvalidRequest } from '../errors/providerError.ts';
import { Decimal, roundUp } from '../money/decimal.ts';
import { createChildPayment } from './createChildPayment.ts';
import { isChild, type PaymentRecord } from '../records/paymentRecord.ts';
import { expireIfOverdue, advancePayment } from './advancePayment.ts';

/**
 * `amount` is a decimal text in units of the asset, or `full`: the requested amount. `asset` defaults to the
 * pay currency.
 */
export type Deposit = { amount: string; asset?: string };

/**
 * Statuses after a deposit, whether set by a deposit or by the status control.
 */
const PAID = ['finished', 'partially_paid', 'refunded'];

/**
 * Funds arrive at a payment's address. The first deposit of the right asset advances the payment itself; a
 * later one, or another asset, becomes a child payment. Returns the payment that received the money. Throws
 * 404 for an unknown payment; 400 for a malformed amount or an asset that such an address cannot receive.
 */
export const receiveDeposit = async (
  ctx: SimulatorContext,
  paymentId: string,
  deposit: Deposit,
): Promise<PaymentRecord> => {
  const addressed = ctx.payments.require(paymentId);
  const root = isChild(addressed) ? ctx.payments.require(addressed.parentPaymentId as string) : addressed;
  const coin = requireReceivable(deposit.asset ?? root.payCurrency, root);
  const amount = depositedAmount(deposit.amount, coin, root);
  await expireIfOverdue(ctx, root);

  const isLate = root.status === 'expired' || root.isSilent;
  const payment =
    coin.code === root.payCurrency && awaitsDeposit(root) ? root : createChildPayment(ctx, root, coin);
  payment.isSilent = isLate && !ctx.settings.lateDepositIpn;
  payment.depositedAmount = amount;
  planSteps(ctx, payment, coin);
  ctx.payments.keep(payment);
  await advancePayment(ctx, payment);
  return payment;
};

const awaitsDeposit = (root: PaymentRecord): boolean =>
  root.depositedAmount === null && !PAID.includes(root.status);

const planSteps = (ctx: SimulatorContext, payment: PaymentRecord, coin: Coin): void => {
  const final = finalStatus(ctx, payment, coin);
  const statuses =
    final === 'failed' ? ['confirming', 'failed'] : ['confirming', 'confirmed', 'sending', final];
  const startAt = ctx.clock.now();
  payment.steps = statuses.map((status, index) => ({ status, dueAt: startAt + index * ctx.settings.stepMs }));
};

const finalStatus = (ctx: SimulatorContext, payment: PaymentRecord, coin: Coin): string => {
  const { coverPercent, repeatedDepositStatus, wrongAssetStatus } = ctx.settings;
  const amount = new Decimal(payment.depositedAmount as string);
  if (amount.lt(minimumAmount(coin, payment.isFixedRate))) return 'failed';
  if (payment.originType === 'REPEATED') return repeatedDepositStatus;
  if (payment.originType === 'WRONG_ASSET') return wrongAssetStatus;
  const enough = new Decimal(payment.payAmount).times(new Decimal(100).minus(coverPercent)).div(100);
  return amount.gte(enough) ? 'finished' : 'partially_paid';
};

/** A chain has its own decimal places, so `full` is rounded up to what can be sent. */
const depositedAmount = (amount: string, coin: Coin, root: PaymentRecord): string => {
  if (amount === 'full') {
    const asked =
      coin.code === root.payCurrency ? root.payAmount : convert(root.payAmount, root.payCurrency, coin.code);
    return roundUp(asked, coin.chainDecimals);
  }
  if (!/^\d{1,30}(\.\d{1,30})?$/.test(amount))
    throw new InvalidRequest('amount must be a decimal text or "full"');
  const value = new Decimal(amount);
  if (value.lte(0)) throw new InvalidRequest('amount must be greater than 0');
  if (value.decimalPlaces() > coin.chainDecimals)
    throw new InvalidRequest(`${coin.code} has ${coin.chainDecimals} decimal places on its chain`);
  return value.toFixed();
};

/**
 * A chain cannot send to an address of another form: USDT on Ethereum reaches a BSC address, bitcoin does
 * not.
 */
const requireReceivable = (code: string, root: PaymentRecord): Coin => {
  const coin = findCoin(code);
  if (coin === undefined) throw new InvalidRequest(`asset ${code} is not supported`);
  const asked = findCoin(root.payCurrency) as Coin;
  if (networkOf(coin.network).address !== networkOf(asked.network).address) {
    throw new InvalidRequest(`${coin.code} cannot be sent to a ${asked.network} address`);
  }
  return coin;
};
