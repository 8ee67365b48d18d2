import type { PaymentStatus, SuspenseStatus, WithdrawalStatus } from './statuses.ts';

/** The answer to "may I?": either yes, or no with a sentence for a disabled button. */
export type Can = { allowed: true } | { allowed: false; why: string };

const yes: Can = { allowed: true };
const no = (why: string): Can => ({ allowed: false, why });
const when = (allowed: boolean, why: string): Can => (allowed ? yes : no(why));

const readable = (status: string) => status.replaceAll('_', ' ');

/**
 * What may be done to a payment in its present state. Buttons read it, verbs enforce it, the database backs
 * it.
 */
export const paymentCan = {
  cancel: (p: { status: PaymentStatus }) =>
    when(
      p.status === 'pending',
      `Only a pending payment can be cancelled; this one is ${readable(p.status)}.`,
    ),
  refresh: (p: { providerPaymentId: string | null }) =>
    when(p.providerPaymentId !== null, 'The provider has not issued an address for this payment.'),
  markCompleted: (p: { status: PaymentStatus; creditedAmountUsd: string; suspenseAmountUsd: string }) => {
    if (p.status === 'completed') return no('This payment is completed already.');
    if (p.status === 'refunded') return no('The provider refunded this payment.');
    if (p.creditedAmountUsd !== '0.00') return no('A deposit has been credited for this payment already.');
    return when(p.suspenseAmountUsd === '0.00', 'Money of this payment is in suspense: resolve it there.');
  },
  markFailed: (p: { status: PaymentStatus; actualAmountUsd: string }) => {
    if (!['pending', 'confirming', 'confirmed'].includes(p.status))
      return no(`A payment that is ${readable(p.status)} cannot be marked failed.`);
    return when(p.actualAmountUsd === '0.00', 'Money has arrived for this payment.');
  },
};

/** What may be done to a withdrawal in its present state. */
export const withdrawalCan = {
  cancel: (w: { status: WithdrawalStatus }) =>
    when(
      w.status === 'pending' || w.status === 'approved',
      `A withdrawal that is ${w.status} cannot be cancelled.`,
    ),
  approve: (w: { status: WithdrawalStatus }) =>
    when(w.status === 'pending', `Only a pending withdrawal can be approved; this one is ${w.status}.`),
  reject: (w: { status: WithdrawalStatus }) =>
    when(
      w.status === 'pending' || w.status === 'approved',
      `A withdrawal that is ${w.status} cannot be rejected.`,
    ),
  startProcessing: (w: { status: WithdrawalStatus }) =>
    when(w.status === 'approved', `Only an approved withdrawal can be paid out; this one is ${w.status}.`),
  refreshRate: (w: { status: WithdrawalStatus }) =>
    when(w.status === 'approved', `Only an approved withdrawal has a rate to fix; this one is ${w.status}.`),
  payOut: (w: { status: WithdrawalStatus }) =>
    when(w.status === 'approved', `Only an approved withdrawal can be paid out; this one is ${w.status}.`),
  complete: (w: { status: WithdrawalStatus }) =>
    when(
      w.status === 'approved' || w.status === 'processing',
      `Only an approved withdrawal can be completed; this one is ${w.status}.`,
    ),
  returnToApproved: (w: { status: WithdrawalStatus }) =>
    when(w.status === 'processing', `Only a withdrawal in processing can go back; this one is ${w.status}.`),
};

/** What may be done to a suspense item. */
export const suspenseCan = {
  resolve: (item: { status: SuspenseStatus }) =>
    when(item.status === 'open', `This item is ${readable(item.status)} already.`),
};
