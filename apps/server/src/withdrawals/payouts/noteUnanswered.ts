import type { Desk } from '../../desk/desk.ts';
import { Payout } from '../../models/Payout.ts';
import type { ProviderError } from '../../nowpayments/providerError.ts';
import { retryAt } from './payoutTimes.ts';

/** A question that got no answer says nothing about the payout: it is asked again later. */
export async function noteUnanswered(desk: Desk, payout: Payout, error: ProviderError): Promise<void> {
  desk.log.warn(
    { payoutId: payout.id, kind: error.kind, code: error.code },
    'the provider could not be asked about a payout',
  );
  await Payout.query(desk.knex)
    .findById(payout.id)
    .where({ status: payout.status })
    .patch({ failures: payout.failures + 1, nextAttemptAt: retryAt(payout.failures, desk.clock.now()) });
}
