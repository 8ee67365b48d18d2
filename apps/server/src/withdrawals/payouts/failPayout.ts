import { transact } from '../../db/transact.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { auditPayout } from './auditPayout.ts';

/**
 * Gives a payout back to a person: it is certain that it did not and will not pay. The withdrawal stays in
 * `processing` until somebody returns it to approved, with a note. Does nothing when the payout is not any
 * more as the caller saw it.
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
      'a payout failed: it waits for a person',
    );
}
