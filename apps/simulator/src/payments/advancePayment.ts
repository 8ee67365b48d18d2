import { transactionHash } from '../addresses/transactionHash.ts';
import { findCoin } from '../coins/coins.ts';
import { networkOf } from '../coins/networks.ts';
import type { SimulatorContext } from '../context.ts';
import { isOverdue, type PaymentRecord } from '../records/paymentRecord.ts';
import { quoteOutcome } from './quote.ts';
import { sendPaymentIpn } from './sendPaymentIpn.ts';

/**
 * Brings a payment up to date: expires it, or applies every step that is due, one IPN each and in order, then
 * schedules the next. Safe to call at any time and from several places at once, because each step leaves the
 * list before its IPN is sent.
 */
export const advancePayment = async (ctx: SimulatorContext, payment: PaymentRecord): Promise<void> => {
  await expireIfOverdue(ctx, payment);
  for (let step = nextDueStep(ctx, payment); step !== undefined; step = nextDueStep(ctx, payment)) {
    payment.steps.shift();
    applyStatus(payment, step.status);
    ctx.payments.save(payment);
    if (!payment.isSilent) await sendPaymentIpn(ctx, payment);
  }
  const next = payment.steps[0];
  if (next !== undefined) ctx.scheduler.at(next.dueAt, () => advancePayment(ctx, payment));
};

/** Sends an IPN for `expired`; later deposits are not reported. */
export const expireIfOverdue = async (ctx: SimulatorContext, payment: PaymentRecord): Promise<void> => {
  if (!isOverdue(payment, ctx.clock.now())) return;
  payment.status = 'expired';
  ctx.payments.save(payment);
  await sendPaymentIpn(ctx, payment);
};

export const scheduleExpiry = (ctx: SimulatorContext, payment: PaymentRecord): void => {
  if (payment.status === 'waiting') ctx.scheduler.at(payment.validUntil, () => expireIfOverdue(ctx, payment));
};

const nextDueStep = (ctx: SimulatorContext, payment: PaymentRecord) => {
  const next = payment.steps[0];
  return next !== undefined && next.dueAt <= ctx.clock.now() ? next : undefined;
};

const applyStatus = (payment: PaymentRecord, status: string): void => {
  const { hash } = networkOf(findCoin(payment.payCurrency)?.network ?? 'btc');
  payment.status = status;
  if (status === 'confirming') {
    payment.actuallyPaid = payment.depositedAmount ?? payment.actuallyPaid;
    payment.payinHash ??= transactionHash(hash, `sim:payin:${payment.paymentId}`);
  }
  // Before `sending`, outcome_amount is the estimate from the start.
  if (status === 'sending')
    Object.assign(payment, quoteOutcome(payment.actuallyPaid, payment.payCurrency, payment.outcomeCurrency));
  if (status === 'finished' || status === 'partially_paid') payment.payoutHash ??= payoutHash(payment);
};

const payoutHash = (payment: PaymentRecord): string => {
  const { hash } = networkOf(findCoin(payment.outcomeCurrency)?.network ?? 'btc');
  return transactionHash(hash, `sim:payout:${payment.paymentId}`);
};
