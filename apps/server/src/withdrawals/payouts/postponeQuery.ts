import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';

/** Queries an unconfirmed payout again at this time; changes nothing if it has changed since the caller read it. */
export async function postponeQuery(ctx: AppContext, payout: Payout, nextAttemptAt: Date): Promise<void> {
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .where({ status: 'unknown', verifyAttempts: payout.verifyAttempts })
    .patch({ nextAttemptAt });
}
