import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { postTransaction, type Posting } from '../ledger/postTransaction.ts';
import type { Transaction } from '../models/Transaction.ts';

interface CallerPosting extends Omit<Posting, 'actor' | 'at'> {
  /** The name of the procedure, for the audit log. */
  action: string;
  note?: string;
}

/**
 * Posts one entry for a caller. For an app it is one round trip, and the entry itself names the app; for
 * staff it writes an audit row in the same database transaction.
 */
export async function postForCaller(
  ctx: AppContext,
  actor: Actor,
  { action, note, ...posting }: CallerPosting,
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
