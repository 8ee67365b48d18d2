import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { after, LEASE_MS } from './payoutTimes.ts';

/**
 * Takes the payout that has been due for longest; others skip it while its lease lasts, and a crash only
 * delays it.
 */
export async function claimDuePayout(ctx: AppContext): Promise<Payout | null> {
  const now = ctx.clock.now();
  const due = Payout.query(ctx.knex)
    .select('id')
    .where('nextAttemptAt', '<=', now)
    .orderBy('nextAttemptAt')
    .limit(1)
    .forUpdate()
    .skipLocked();
  const [claimed] = await Payout.query(ctx.knex)
    // As a subquery of its own it is run once; inside `in (…)` it could be run again and lock more rows than
    // asked for.
    .with('due', due)
    .patch({ nextAttemptAt: after(now, LEASE_MS) })
    .whereIn('id', ctx.knex.select('id').from('due'))
    .returning('*');
  return claimed ?? null;
}
