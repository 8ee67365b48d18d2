import { transact } from '../../db/transact.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { auditPayout } from './auditPayout.ts';

/**
 * Marks a payout as failed when it is certain that it did not and will not pay. The withdrawal stays `processing`
 * until staff return it to approved, with a note. Does nothing if the payout has changed since the caller read it.
 */
export async function failPayout(ctx: AppContext, seen: Payout, message: string): Promise<void> {
  const failed = await transact(ctx.knex, async (trx) => {
    const at = ctx.clock.now();
    const rows = await Payout.query(trx)
      .findById(seen.id)
      .where({ status: seen.status, attempts: seen.attempts, verifyAttempts: seen.verifyAttempts })
      .where((same) =>
        seen.providerBatchId === null
          ? same.whereNull('providerBatchId')
          : same.whereNotNull('providerBatchId'),
      )
      .patch({ status: 'failed', message, nextAttemptAt: null, statusChangedAt: at });
    if (rows > 0) await auditPayout(trx, seen, { status: 'failed', message }, at);
    return rows > 0;
  });
  if (failed)
    ctx.log.warn(
      { payoutId: seen.id, withdrawalId: seen.withdrawalRequestId, reason: message },
      'a payout failed: staff have to decide what to do',
    );
}
