import type { AuditAction } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { postTransaction } from '../ledger/postTransaction.ts';
import type { Transaction } from '../models/Transaction.ts';
import type { QueuedPosting } from '../postings/createPostingQueue.ts';

interface CallerPosting extends Omit<QueuedPosting, 'actor' | 'at'> {
  /** The name of the procedure, for the audit log. */
  action: AuditAction;
  note?: string;
}

/**
 * Posts one entry for a caller. For an app without a limit it goes along with what others post at the same moment,
 * and the entry itself names the app; for staff it writes an audit row in the same database transaction. What the
 * caller may not do alone is undone.
 */
export async function postForCaller(
  ctx: AppContext,
  actor: Actor,
  { action, note, ...posting }: CallerPosting,
): Promise<Transaction> {
  const at = ctx.clock.now();
  if (actor.kind !== 'staff' && actor.admit === undefined)
    return await ctx.postings.post(ctx.knex, { ...posting, actor, at });
  return await transact(ctx.knex, async (trx) => {
    const id = newId(at);
    const transaction = await postTransaction(trx, { ...posting, id, actor, at });
    const isRepeat = transaction.id !== id;
    if (!isRepeat) await actor.admit?.(trx, transaction);
    if (actor.kind !== 'staff' || isRepeat) return transaction;
    await recordAudit(trx, {
      action,
      actor,
      subjectKind: 'transaction',
      subjectId: transaction.id,
      note,
      after: { userId: transaction.userId, amountUsd: posting.amountUsd, type: posting.transactionType },
      at,
    });
    return transaction;
  });
}
