import { Decimal, formatUsd, paymentCanMove } from '@paydesk/types';
import type { PaymentFacts, ReportDecision } from '../../src/payments/reportDecision.ts';

/** Random numbers from 0 up to 1 that come the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const PROVIDER_STATUSES = [
  'waiting',
  'confirming',
  'confirmed',
  'sending',
  'finished',
  'partially_paid',
  'failed',
  'refunded',
  'expired',
  'cancelled',
  'never_heard_of',
];

/** A payment of 100 USD for 100 units, nothing received. */
export const untouched: PaymentFacts = {
  status: 'pending',
  amountUsd: '100.00',
  payAmount: '100',
  actualAmount: null,
  actualAmountUsd: '0.00',
  inFlightAmountUsd: '0.00',
  creditedAmountUsd: '0.00',
  suspenseAmountUsd: '0.00',
  returnedAmountUsd: '0.00',
  feeAmountUsd: '0.00',
  providerUpdatedAt: null,
  needsAttention: null,
};

const sum = (...amounts: string[]) =>
  formatUsd(amounts.reduce((total, amount) => total.plus(amount), new Decimal(0)));

/** What the database would hold after this decision; throws where one of its rules would refuse it. */
export function carriedOut(
  payment: PaymentFacts,
  decision: ReportDecision,
  updatedAt: Date | null,
): PaymentFacts {
  const next = { ...payment };
  if (decision.outcome === 'stale') return next;
  if (decision.absorbsSuspense) next.suspenseAmountUsd = '0.00';
  if (decision.creditUsd !== null) {
    if (new Decimal(decision.creditUsd).lessThanOrEqualTo(0))
      throw new Error(`a credit of ${decision.creditUsd}`);
    next.creditedAmountUsd = sum(next.creditedAmountUsd, decision.creditUsd);
  }
  if (decision.toSuspense !== null) {
    if (new Decimal(decision.toSuspense.amountUsd).lessThanOrEqualTo(0))
      throw new Error(`${decision.toSuspense.amountUsd} to suspense`);
    if (new Decimal(decision.toSuspense.amount).isNegative())
      throw new Error('a negative amount to suspense');
    const kept = decision.toSuspense.returned
      ? ('returnedAmountUsd' as const)
      : ('suspenseAmountUsd' as const);
    next[kept] = sum(next[kept], decision.toSuspense.amountUsd);
  }
  if (decision.received !== null) {
    next.actualAmount = decision.received.amount;
    next.actualAmountUsd = decision.received.amountUsd;
    next.inFlightAmountUsd = decision.received.inFlightUsd;
  }
  if (decision.nextStatus !== null) {
    if (!paymentCanMove(payment.status, decision.nextStatus))
      throw new Error(`${payment.status} cannot go to ${decision.nextStatus}`);
    next.status = decision.nextStatus;
  }
  if (decision.attention !== undefined) next.needsAttention = decision.attention;
  if (updatedAt !== null) next.providerUpdatedAt = updatedAt;
  refuseBrokenBooks(next);
  return next;
}

function refuseBrokenBooks(p: PaymentFacts): void {
  const parts = sum(
    p.inFlightAmountUsd,
    p.creditedAmountUsd,
    p.suspenseAmountUsd,
    p.returnedAmountUsd,
    p.feeAmountUsd,
  );
  if (formatUsd(p.actualAmountUsd) !== parts)
    throw new Error(`received ${p.actualAmountUsd}, accounted for ${parts}: ${JSON.stringify(p)}`);
  if (p.status === 'completed' && new Decimal(p.creditedAmountUsd).isZero())
    throw new Error('completed without a credit');
  const isOpen = ['pending', 'confirming', 'confirmed', 'cancelled'].includes(p.status);
  if (!isOpen && !new Decimal(p.inFlightAmountUsd).isZero())
    throw new Error(`${p.status} with ${p.inFlightAmountUsd} in flight`);
  if (new Decimal(p.inFlightAmountUsd).isNegative() || new Decimal(p.actualAmount ?? 0).isNegative())
    throw new Error('a negative amount');
}
