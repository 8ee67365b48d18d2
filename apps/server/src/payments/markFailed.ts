import { formatUsd, paymentCan } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { recordWithNote } from '../notes/recordWithNote.ts';

/**
 * Closes a payment that will not be paid. Money that still arrives is credited.
 * Refuses with NOT_FOUND, ILLEGAL_TRANSITION, PAYMENT_HAS_FUNDS.
 */
export async function markFailed(
  ctx: AppContext,
  actor: Actor,
  paymentId: string,
  note: string,
): Promise<Payment> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(paymentId).forUpdate();
    if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
    if (payment.parentPaymentId !== null)
      throw new DomainError(
        'PAYMENT_HAS_FUNDS',
        'this money came to another payment’s address: resolve it in suspense',
      );
    const can = paymentCan.markFailed({
      status: payment.status,
      actualAmountUsd: formatUsd(payment.actualAmountUsd),
    });
    if (!can.allowed)
      throw new DomainError(
        formatUsd(payment.actualAmountUsd) === '0.00' ? 'ILLEGAL_TRANSITION' : 'PAYMENT_HAS_FUNDS',
        can.why,
      );
    const before = { status: payment.status };
    await payment.$query(trx).patch({ status: 'failed', statusChangedAt: at });
    await recordWithNote(trx, {
      action: 'payments.markFailed',
      actor,
      subjectKind: 'payment',
      subjectId: paymentId,
      note,
      before,
      after: { status: 'failed' },
      at,
    });
    return await payment.$query(trx);
  });
}
