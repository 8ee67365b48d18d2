import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import type { Transaction } from '../models/Transaction.ts';
import { postByHand } from './postByHand.ts';

export interface AdjustInput {
  userId: string;
  /** Either sign, not zero. */
  amountUsd: string;
  reason: string;
  metadata?: Record<string, unknown> | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Corrects a balance by a signed entry with a reason; a person's deed, never an app's. Refuses with
 * STAFF_ONLY, NOT_FOUND, INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT.
 */
export async function adjustBalance(ctx: AppContext, actor: Actor, input: AdjustInput): Promise<Transaction> {
  if (actor.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only a person can adjust a balance');
  const posting = {
    userId: input.userId,
    transactionType: 'adjustment' as const,
    amountUsd: input.amountUsd,
    description: input.reason,
    metadata: input.metadata,
    idempotent: idempotentCall(actor, 'transactions.adjust', input),
  };
  return await postByHand(ctx, actor, 'transactions.adjust', posting, input.reason);
}
