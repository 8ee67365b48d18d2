import { formatUsd, paymentCan, paymentCanMove } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { creditPayment } from '../ledger/creditPayment.ts';
import { Payment } from '../models/Payment.ts';
import { recordWithNote } from '../notes/recordWithNote.ts';

/**
 * Staff attest that the requested amount arrived although the provider does not report it: it is recorded as
 * received and credited. A later report of the same payment credits nothing more. Refuses with NOT_FOUND,
 * ALREADY_CREDITED, ILLEGAL_TRANSITION, PAYMENT_HAS_FUNDS (returned or written off already, or a child
 * payment, whose money is in suspense).
 */
export async function markCompleted(
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
    requireCompletable(payment);
    const before = { status: payment.status, creditedAmountUsd: formatUsd(payment.creditedAmountUsd) };
    const deposit = await creditPayment(trx, payment, {
      amountUsd: payment.amountUsd,
      actor,
      at,
      description: `Payment marked completed by staff - ${payment.internalPaymentId}`,
      metadata: { attested: true, note },
    });
    await actor.admit?.(trx, deposit);
    await payment.$query(trx).patch({
      status: 'completed',
      statusChangedAt: at,
      completedAt: at,
      creditedAmountUsd: payment.creditedAmountUsd,
      actualAmount: payment.payAmount,
      actualAmountUsd: payment.amountUsd,
      inFlightAmountUsd: '0.00',
      needsAttention: null,
    });
    await recordWithNote(trx, {
      action: 'payments.markCompleted',
      actor,
      subjectKind: 'payment',
      subjectId: paymentId,
      note,
      before,
      after: { status: 'completed', creditedAmountUsd: formatUsd(payment.amountUsd) },
      at,
    });
    return await payment.$query(trx);
  });
}

/** Refuses with ALREADY_CREDITED, ILLEGAL_TRANSITION, PAYMENT_HAS_FUNDS. */
export function requireCompletable(payment: Payment): void {
  const can = paymentCan.markCompleted({
    status: payment.status,
    creditedAmountUsd: formatUsd(payment.creditedAmountUsd),
    suspenseAmountUsd: formatUsd(payment.suspenseAmountUsd),
  });
  if (!can.allowed)
    throw new DomainError(payment.status === 'refunded' ? 'ILLEGAL_TRANSITION' : 'ALREADY_CREDITED', can.why);
  if (!paymentCanMove(payment.status, 'completed'))
    throw new DomainError('ILLEGAL_TRANSITION', `a payment that is ${payment.status} cannot be completed`);
  // Money that staff returned or wrote off is accounted for: an attestation would count it twice.
  if (formatUsd(payment.returnedAmountUsd) !== '0.00' || formatUsd(payment.feeAmountUsd) !== '0.00') {
    throw new DomainError(
      'PAYMENT_HAS_FUNDS',
      'what arrived for this payment was returned or written off already',
    );
  }
}
