import { transactionHash } from '../addresses/transactionHash.ts';
import { findCoin } from '../coins/coins.ts';
import { networkOf } from '../coins/networks.ts';
import type { Core } from '../core.ts';
import { isOverdue, type PaymentRecord } from './paymentRecord.ts';
import { quoteOutcome } from './quote.ts';

/**
 * Brings a payment up to the present: expires it, or takes every step of its walk that is due, one IPN each
 * and in order, then arranges to be woken for the next. Safe to call at any time and from several places at
 * once, since each step leaves the list before its IPN is sent.
 */
export const walkPayment = async (core: Core, payment: PaymentRecord): Promise<void> => {
  await expireIfOverdue(core, payment);
  for (let step = nextDueStep(core, payment); step !== undefined; step = nextDueStep(core, payment)) {
    payment.walk.shift();
    takeStep(payment, step.status);
    core.store.save(payment);
    if (!payment.isSilent) await core.ipns.send(payment);
  }
  const next = payment.walk[0];
  if (next !== undefined) core.scheduler.at(next.dueAt, () => walkPayment(core, payment));
};

/** An `expired` report is sent; what arrives after it is not reported. */
export const expireIfOverdue = async (core: Core, payment: PaymentRecord): Promise<void> => {
  if (!isOverdue(payment, core.clock.now())) return;
  payment.status = 'expired';
  core.store.save(payment);
  await core.ipns.send(payment);
};

export const wakeAtExpiry = (core: Core, payment: PaymentRecord): void => {
  if (payment.status === 'waiting')
    core.scheduler.at(payment.validUntil, () => expireIfOverdue(core, payment));
};

const nextDueStep = (core: Core, payment: PaymentRecord) => {
  const next = payment.walk[0];
  return next !== undefined && next.dueAt <= core.clock.now() ? next : undefined;
};

const takeStep = (payment: PaymentRecord, status: string): void => {
  const { hash } = networkOf(findCoin(payment.payCurrency)?.network ?? 'btc');
  payment.status = status;
  if (status === 'confirming') {
    payment.actuallyPaid = payment.depositedAmount ?? payment.actuallyPaid;
    payment.payinHash ??= transactionHash(hash, `sim:payin:${payment.paymentId}`);
  }
  // Until the money moves on, outcome_amount stays the estimate that it was from the start.
  if (status === 'sending')
    Object.assign(payment, quoteOutcome(payment.actuallyPaid, payment.payCurrency, payment.outcomeCurrency));
  if (status === 'finished' || status === 'partially_paid') payment.payoutHash ??= payoutHash(payment);
};

const payoutHash = (payment: PaymentRecord): string => {
  const { hash } = networkOf(findCoin(payment.outcomeCurrency)?.network ?? 'btc');
  return transactionHash(hash, `sim:payout:${payment.paymentId}`);
};
