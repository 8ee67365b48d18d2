import { PAYOUT_IN_FLIGHT_STATUSES } from '@paydesk/types';
import type { Knex } from 'knex';
import { Payout } from '../../models/Payout.ts';

/**
 * The payout of this withdrawal whose outcome is not known yet, if there is one. While there is, the database refuses every other way out of
 * `processing` with PAYOUT_IN_FLIGHT.
 */
export async function payoutInFlight(db: Knex, withdrawalRequestId: string): Promise<Payout | undefined> {
  return await Payout.query(db).findOne({ withdrawalRequestId }).whereIn('status', [...PAYOUT_IN_FLIGHT_STATUSES]);
}
