import { Decimal, formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { claimIdempotencyKey, idempotentCall } from '../ledger/idempotency.ts';
import { postTransaction } from '../ledger/postTransaction.ts';
import type { Payment } from '../models/Payment.ts';
import type { SuspenseItem } from '../models/SuspenseItem.ts';
import { findForeign } from '../origin/checkOrigin.ts';
import { proofToInsert } from '../origin/stampOrigin.ts';
import { recordWithNote } from '../notes/recordWithNote.ts';
import { lockSuspense } from './lockSuspense.ts';

interface CreditSuspenseInput {
  id: string;
  note: string;
  /** For an item that names no user. */
  userId?: string | undefined;
  /** For an item of unknown value (`"0.00"`). */
  amountUsd?: string | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Resolves a suspense item by crediting it with a `deposit` transaction, which also completes a child
 * payment. Refuses with NOT_FOUND, SUSPENSE_RESOLVED, SUSPENSE_WITHOUT_USER, INVALID_INPUT (another user or
 * value than the item has, or no value for an item without one), PAYLOAD_CHANGED, IDEMPOTENCY_CONFLICT.
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
    await requireOwn(trx, ctx, item.id);
    const userId = item.userId ?? input.userId;
    if (userId === undefined)
      throw new DomainError('SUSPENSE_WITHOUT_USER', 'choose the user that this money belongs to');
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
    await actor.admit?.(trx, deposit);
    await item.$query(trx).patch({
      status: 'credited',
      amountUsd,
      userId,
      originMac: proofToInsert(trx, 'suspense_item', Object.assign(item.$clone(), { amountUsd, userId })),
      note: input.note,
      resolvedByKind: 'staff',
      resolvedById: actor.id,
      resolvedByName: actor.name,
      resolvedAt: at,
    });
    if (payment !== null) await creditOnPayment(trx, payment, { wasValuedUsd, amountUsd, at });
    await recordWithNote(trx, {
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

/** Two people in good faith would credit what never arrived. Refuses with PAYLOAD_CHANGED. */
async function requireOwn(trx: Knex.Transaction, { log }: AppContext, id: string): Promise<void> {
  const foreign = await findForeign(trx, 'suspense_item', { sql: 'id = :id::uuid', bindings: { id } });
  if (foreign === null) return;
  log.error(
    { alarm: 'PAYLOAD_CHANGED', suspenseItemId: id, problem: foreign.problem },
    'a suspense item is not as the desk wrote it: someone wrote to the database',
  );
  throw new DomainError(
    'PAYLOAD_CHANGED',
    `This item was written to the database, outside the desk: ${foreign.problem}. Do not credit it, and find out who did it.`,
  );
}

/** What an item is credited with. Refuses with INVALID_INPUT. */
export function valueOf(item: SuspenseItem, given: string | undefined): string {
  const known = formatUsd(item.amountUsd);
  if (known === '0.00') {
    if (given === undefined)
      throw new DomainError('INVALID_INPUT', 'the value of this item is unknown: enter amountUsd');
    return given;
  }
  if (given !== undefined && given !== known)
    throw new DomainError('INVALID_INPUT', `this item is worth ${known} USD`);
  return known;
}

/** Moves the amount from suspense to credited on the payment, and completes a child payment. */
async function creditOnPayment(
  trx: Knex.Transaction,
  payment: Payment,
  credit: { wasValuedUsd: string; amountUsd: string; at: Date },
): Promise<void> {
  const { wasValuedUsd, amountUsd, at } = credit;
  await payment.$query(trx).patch({
    // An item of unknown value counted as zero: its value is added to what arrived.
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
