import { paymentCan } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';

/**
 * Cancels a pending payment. Its address is still watched: money that arrives is credited.
 * Refuses with NOT_FOUND, ILLEGAL_TRANSITION.
 */
export async function cancelPayment(ctx: AppContext, actor: Actor, paymentId: string): Promise<Payment> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
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
