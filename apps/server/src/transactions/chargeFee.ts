import { Decimal, formatUsd } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import type { Transaction } from '../models/Transaction.ts';
import type { ByHandInput } from './chargeUser.ts';
import { postByHand } from './postByHand.ts';

/**
 * Takes a fee off the user's available balance. Refuses with NOT_FOUND, INSUFFICIENT_FUNDS,
 * IDEMPOTENCY_CONFLICT.
 */
export async function chargeFee(desk: Desk, actor: Actor, input: ByHandInput): Promise<Transaction> {
  return await postByHand(desk, actor, 'transactions.fee', {
    userId: input.userId,
    transactionType: 'fee',
    amountUsd: formatUsd(new Decimal(input.amountUsd).negated()),
    description: input.description,
    metadata: input.metadata,
    idempotent: idempotentCall(actor, 'transactions.fee', input),
  });
}
