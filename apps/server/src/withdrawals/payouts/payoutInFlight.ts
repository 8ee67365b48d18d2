import { PAYOUT_IN_FLIGHT_STATUSES } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../../base/domainError.ts';
import { Payout } from '../../models/Payout.ts';

/** The payout of this withdrawal whose outcome is not known yet, if there is one. */
export async function payoutInFlight(db: Knex, withdrawalRequestId: string): Promise<Payout | undefined> {
  return await Payout.query(db).findOne({ withdrawalRequestId }).whereIn('status', [...PAYOUT_IN_FLIGHT_STATUSES]);
}

/**
 * Makes sure that nobody pays or moves a withdrawal whose payout is under way; one that the provider has paid can only be completed. The
 * database says the same. Refuses with PAYOUT_IN_FLIGHT.
 */
export async function refusePayoutInFlight(db: Knex, withdrawalRequestId: string, to: 'completed' | 'other'): Promise<void> {
  const payout = await Payout.query(db).findOne({ withdrawalRequestId }).whereNot({ status: 'failed' });
  if (payout === undefined) return;
  if (payout.status !== 'finished') throw new DomainError('PAYOUT_IN_FLIGHT', 'a payout through the provider is under way: its outcome has to be known first', { payoutStatus: payout.status });
  if (to === 'other') throw new DomainError('PAYOUT_IN_FLIGHT', 'the provider has paid this out: it can only be completed', { payoutStatus: payout.status });
}
