import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import { findForeign } from '../origin/checkOrigin.ts';

/** Whether all payouts are stopped: a stop is open, or somebody else than the desk ended the last one. */
export async function arePayoutsStopped(ctx: AppContext): Promise<boolean> {
  return (await PayoutStop.findOpen(ctx.knex)) !== undefined || (await wasEndedByOthers(ctx.knex, ctx.log));
}

/**
 * PostgreSQL refuses the steps of withdrawals while a stop is open; it cannot see who ended one. Refuses with
 * PAYOUTS_STOPPED when it was not the desk.
 */
export async function requireEndedByDesk(trx: Knex, { log }: AppContext): Promise<void> {
  if (await wasEndedByOthers(trx, log))
    throw new DomainError(
      'PAYOUTS_STOPPED',
      'the stop of all payouts was ended in the database, outside the desk: find out who did it, then stop them and resume them',
    );
}

/** The last stop has a proof from the desk, of its end too. Earlier ones do not matter any more. */
async function wasEndedByOthers(db: Knex, log: AppContext['log']): Promise<boolean> {
  const last = 'id = (select id from payout_stops order by stopped_at desc, id desc limit 1)';
  const foreign = await findForeign(db, 'payout_stop', { sql: last, bindings: {} });
  if (foreign !== null)
    log.error(
      { alarm: 'PAYOUT_STOP_CHANGED', ...foreign },
      'a stop of all payouts is not as the desk wrote it: someone wrote to the database; payouts stay stopped',
    );
  return foreign !== null;
}
