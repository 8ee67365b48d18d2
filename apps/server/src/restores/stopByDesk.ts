import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { PayoutStop } from '../models/PayoutStop.ts';

/**
 * Stops all payouts in the desk's own name, until staff resume them. Nothing changes when they are stopped already.
 * @returns whether it stopped them
 */
export async function stopByDesk(trx: Knex.Transaction, note: string, at: Date): Promise<boolean> {
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended('payout_stops', 0))`);
  if ((await PayoutStop.findOpen(trx)) !== undefined) return false;
  await PayoutStop.query(trx).insert({
    id: newId(at),
    note,
    stoppedById: null,
    stoppedByName: 'Paydesk',
    stoppedAt: at,
  });
  return true;
}
