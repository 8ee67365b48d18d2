import { suspenseCan } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';

/**
 * Locks an open item and its payment, the payment first, as receiveReport does. Refuses with NOT_FOUND,
 * SUSPENSE_RESOLVED.
 */
export async function lockSuspense(
  trx: Knex.Transaction,
  id: string,
): Promise<{ item: SuspenseItem; payment: Payment | null }> {
  const found = await SuspenseItem.query(trx).findById(id);
  if (found === undefined) throw new DomainError('NOT_FOUND', 'no such suspense item');
  const payment =
    found.paymentId === null
      ? null
      : await Payment.query(trx).findById(found.paymentId).forUpdate().throwIfNotFound();
  const item = await SuspenseItem.query(trx).findById(id).forUpdate().throwIfNotFound();
  const can = suspenseCan.resolve(item);
  if (!can.allowed) throw new DomainError('SUSPENSE_RESOLVED', can.why);
  return { item, payment };
}
