import { Decimal, formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { claimIdempotencyKey, idempotentCall } from '../ledger/idempotency.ts';
import { postTransaction } from '../ledger/postTransaction.ts';
import type { Payment } from '../models/Payment.ts';
import type { SuspenseItem } from '../models/SuspenseItem.ts';
import { lockSuspense } from './lockSuspense.ts';

export interface CreditSuspenseInput {
  id: string;
  note: string;
  /** For an item that names no user. */
  userId?: string | undefined;
  /** For an item whose value nobody could tell (`"0.00"`). */
  amountUsd?: string | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Resolves a suspense item by crediting it: an ordinary `deposit` transaction. A child payment is completed
 * by it. Refuses with NOT_FOUND, SUSPENSE_RESOLVED, SUSPENSE_WITHOUT_USER, INVALID_INPUT (a value that is
 * known already, or missing), IDEMPOTENCY_CONFLICT.
 */
export async function creditSuspense(
  ctx: AppContext,
  actor: Actor,
  input: CreditSuspenseInput,
): Promise<void> {
  const at = ctx.clock.now();
  await transact(ctx.knex, async (trx) => {
    if ((await claimIdempotencyKey(trx, idempotentCall(actor, 'suspense.credit', input), input.id)) !== null)
      return;
    const { item, payment } = await lockSuspense(trx, input.id);
    const userId = item.userId ?? input.userId;
    if (userId === undefined)
      throw new DomainError('SUSPENSE_WITHOUT_USER', 'say which user this money belongs to');
    if (item.userId !== null && input.userId !== undefined && input.userId !== item.userId)
      throw new DomainError('INVALID_INPUT', 'this item belongs to another user');
    const amountUsd = valueOf(item, input.amountUsd);
    const wasValuedUsd = formatUsd(item.amountUsd);

    const deposit = await postTransaction(trx, {
      userId,
      transactionType: 'deposit',
      amountUsd,
      suspenseItemId: item.id,
      ...(payment !== null && { paymentId: payment.id }),
      actor,
      at,
      description: `Suspense credited - ${payment?.internalPaymentId ?? item.providerPaymentId}`,
      metadata: { reason: item.reason, note: input.note },
    });
    await item.$query(trx).patch({
      status: 'credited',
      amountUsd,
      userId,
      note: input.note,
      resolvedByKind: 'staff',
      resolvedById: actor.id,
      resolvedByName: actor.name,
      resolvedAt: at,
    });
    if (payment !== null) await countOn(trx, payment, { wasValuedUsd, amountUsd, at });
    await recordAudit(trx, {
      action: 'suspense.credit',
      actor,
      subjectKind: 'suspense',
      subjectId: item.id,
      note: input.note,
      before: { status: 'open' },
      after: { status: 'credited', amountUsd, transactionId: deposit.id },
      at,
    });
  });
}

function valueOf(item: SuspenseItem, given: string | undefined): string {
  const known = formatUsd(item.amountUsd);
  if (known === '0.00') {
    if (given === undefined)
      throw new DomainError('INVALID_INPUT', 'nobody could tell what this is worth: give amountUsd');
    return given;
  }
  if (given !== undefined && given !== known)
    throw new DomainError('INVALID_INPUT', `this item is worth ${known} USD`);
  return known;
}

/**
 * Moves the amount from suspense to credited on the payment; a child payment, which waited for this, is
 * completed.
 */
async function countOn(
  trx: Knex.Transaction,
  payment: Payment,
  credit: { wasValuedUsd: string; amountUsd: string; at: Date },
): Promise<void> {
  const { wasValuedUsd, amountUsd, at } = credit;
  await payment.$query(trx).patch({
    // An item that was worth nothing as far as anyone knew adds its value to what arrived.
    actualAmountUsd: formatUsd(new Decimal(payment.actualAmountUsd).minus(wasValuedUsd).plus(amountUsd)),
    suspenseAmountUsd: formatUsd(new Decimal(payment.suspenseAmountUsd).minus(wasValuedUsd)),
    creditedAmountUsd: formatUsd(new Decimal(payment.creditedAmountUsd).plus(amountUsd)),
    ...(payment.parentPaymentId !== null &&
      payment.status === 'confirmed' && {
        status: 'completed' as const,
        statusChangedAt: at,
        completedAt: at,
      }),
  });
}
