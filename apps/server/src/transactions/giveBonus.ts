import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import type { Transaction } from '../models/Transaction.ts';
import type { PostingInput } from './chargeUser.ts';
import { postForCaller } from './postForCaller.ts';

/** Credits a promotional bonus. Refuses with NOT_FOUND, IDEMPOTENCY_CONFLICT. */
export async function giveBonus(ctx: AppContext, actor: Actor, input: PostingInput): Promise<Transaction> {
  return await postForCaller(ctx, actor, {
    action: 'transactions.bonus',
    userId: input.userId,
    transactionType: 'bonus',
    amountUsd: input.amountUsd,
    description: input.description,
    orderId: input.orderId,
    metadata: input.metadata,
    idempotent: idempotentCall(actor, 'transactions.bonus', input),
  });
}
