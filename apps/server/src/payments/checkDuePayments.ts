import { DomainError } from '../base/domainError.ts';
import type { Desk } from '../desk/desk.ts';
import { Payment } from '../models/Payment.ts';
import { askProvider } from './refreshPayment.ts';

/** A claimed payment is left alone by other workers for this long; a crash in between only delays it. */
const LEASE_MS = 60_000;

/**
 * Asks the provider about payments whose time has come. Several workers share the work: each claims a batch that the others skip.
 * Answers how many were asked about.
 */
export async function checkDuePayments(desk: Desk, limit = 20): Promise<number> {
  const due = await claim(desk, limit);
  for (const payment of due) {
    try {
      await askProvider(desk, payment);
    } catch (error) {
      if (!(error instanceof DomainError)) desk.log.error({ err: error, paymentId: payment.id }, 'a payment could not be checked');
    }
  }
  return due.length;
}

async function claim(desk: Desk, limit: number): Promise<Payment[]> {
  const now = desk.clock.now();
  return await Payment.query(desk.knex)
    .patch({ nextCheckAt: new Date(now.getTime() + LEASE_MS) })
    .whereIn('id', Payment.query(desk.knex).select('id').where('nextCheckAt', '<=', now).orderBy('nextCheckAt').limit(limit).forUpdate().skipLocked())
    .returning('*');
}
