import { Decimal, formatUsd } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import type { Transaction } from '../models/Transaction.ts';
import { postByHand } from './postByHand.ts';

export interface ByHandInput {
  userId: string;
  /** Positive. */
  amountUsd: string;
  description?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Takes a payment for a service off the user's available balance. Refuses with NOT_FOUND, USER_FROZEN,
 * INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT.
 */
export async function chargeUser(ctx: AppContext, actor: Actor, input: ByHandInput): Promise<Transaction> {
  return await postByHand(ctx, actor, 'transactions.charge', {
    userId: input.userId,
    transactionType: 'payment',
    amountUsd: formatUsd(new Decimal(input.amountUsd).negated()),
    description: input.description,
    metadata: input.metadata,
    idempotent: idempotentCall(actor, 'transactions.charge', input),
  });
}
