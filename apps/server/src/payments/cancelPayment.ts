import { paymentCan } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../audit/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { Payment } from '../models/Payment.ts';

/**
 * Cancels a pending payment. The address stays watched: money that arrives all the same is credited.
 * Refuses with NOT_FOUND, ILLEGAL_TRANSITION.
 */
export async function cancelPayment(desk: Desk, actor: Actor, paymentId: string): Promise<Payment> {
  const at = desk.clock.now();
  return await transact(desk.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(paymentId).forUpdate();
    if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
    const can = paymentCan.cancel(payment);
    if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
    await payment.$query(trx).patch({ status: 'cancelled', statusChangedAt: at });
    await recordAudit(trx, {
      action: 'payments.cancel',
      actor,
      subjectKind: 'payment',
      subjectId: paymentId,
      before: { status: 'pending' },
      after: { status: 'cancelled' },
      at,
    });
    return await payment.$query(trx);
  });
}
