import { Decimal, formatUsd } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import type { Transaction } from '../models/Transaction.ts';
import type { PostingInput } from './chargeUser.ts';
import { postForCaller } from './postForCaller.ts';

/**
 * Debits a fee from the user's available balance. Refuses with NOT_FOUND, INSUFFICIENT_FUNDS,
 * IDEMPOTENCY_CONFLICT.
 */
export async function chargeFee(ctx: AppContext, actor: Actor, input: PostingInput): Promise<Transaction> {
  return await postForCaller(ctx, actor, {
    action: 'transactions.fee',
    userId: input.userId,
    transactionType: 'fee',
    amountUsd: formatUsd(new Decimal(input.amountUsd).negated()),
    description: input.description,
    orderId: input.orderId,
    metadata: input.metadata,
    idempotent: idempotentCall(actor, 'transactions.fee', input),
  });
}
