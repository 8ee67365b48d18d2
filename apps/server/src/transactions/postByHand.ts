import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { postTransaction, type Posting } from '../ledger/postTransaction.ts';
import type { Transaction } from '../models/Transaction.ts';

/**
 * Posts one entry that a caller asked for. An app's posting is one round trip, the row itself says who made
 * it; a person's leaves an audit row in the same database transaction.
 */
export async function postByHand(
  ctx: AppContext,
  actor: Actor,
  action: string,
  posting: Omit<Posting, 'actor' | 'at'>,
  note?: string,
): Promise<Transaction> {
  const at = ctx.clock.now();
  if (actor.kind !== 'staff') return await postTransaction(ctx.knex, { ...posting, actor, at });
  return await transact(ctx.knex, async (trx) => {
    const transaction = await postTransaction(trx, { ...posting, actor, at });
    await recordAudit(trx, {
      action,
      actor,
      subjectKind: 'transaction',
      subjectId: transaction.id,
      note,
      after: { userId: posting.userId, amountUsd: posting.amountUsd, type: posting.transactionType },
      at,
    });
    return transaction;
  });
}
