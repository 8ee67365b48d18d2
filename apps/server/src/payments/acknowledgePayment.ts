import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { recordWithNote } from '../notes/recordWithNote.ts';

/**
 * Clears the flag of a payment that staff have looked into, with a note; no money moves. Without a flag it
 * changes nothing. Refuses with NOT_FOUND.
 */
export async function acknowledgePayment(
  ctx: AppContext,
  actor: Actor,
  paymentId: string,
  note: string,
): Promise<Payment> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(paymentId).forUpdate();
    if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
    if (payment.needsAttention === null) return payment;
    const before = { needsAttention: payment.needsAttention };
    await payment.$query(trx).patch({ needsAttention: null });
    await recordWithNote(trx, {
      action: 'payments.acknowledge',
      actor,
      subjectKind: 'payment',
      subjectId: paymentId,
      note,
      before,
      after: { needsAttention: null },
      at,
    });
    return await payment.$query(trx);
  });
}
