import { Decimal, formatUsd } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import type { Transaction } from '../models/Transaction.ts';
import { postForCaller } from './postForCaller.ts';

export interface PostingInput {
  userId: string;
  /** Positive. */
  amountUsd: string;
  description?: string | undefined;
  orderId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Debits the price of a service from the user's available balance. Refuses with NOT_FOUND, USER_FROZEN,
 * INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT.
 */
export async function chargeUser(ctx: AppContext, actor: Actor, input: PostingInput): Promise<Transaction> {
  return await postForCaller(ctx, actor, {
    action: 'transactions.charge',
    userId: input.userId,
    transactionType: 'payment',
    amountUsd: formatUsd(new Decimal(input.amountUsd).negated()),
    description: input.description,
    orderId: input.orderId,
    metadata: input.metadata,
    idempotent: idempotentCall(actor, 'transactions.charge', input),
  });
}
