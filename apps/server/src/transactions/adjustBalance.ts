import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import type { Transaction } from '../models/Transaction.ts';
import { postForCaller } from './postForCaller.ts';

interface AdjustInput {
  userId: string;
  /** Either sign, not zero. */
  amountUsd: string;
  reason: string;
  orderId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Corrects a balance with a signed entry and a reason; for staff only, never for apps. Refuses with
 * STAFF_ONLY, NOT_FOUND, INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT.
 */
export async function adjustBalance(ctx: AppContext, actor: Actor, input: AdjustInput): Promise<Transaction> {
  if (actor.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only staff can adjust a balance');
  return await postForCaller(ctx, actor, {
    action: 'transactions.adjust',
    note: input.reason,
    userId: input.userId,
    transactionType: 'adjustment',
    amountUsd: input.amountUsd,
    description: input.reason,
    orderId: input.orderId,
    metadata: input.metadata,
    idempotent: idempotentCall(actor, 'transactions.adjust', input),
  });
}
