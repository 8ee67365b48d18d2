import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import type { ProviderError } from '../../nowpayments/providerError.ts';
import { retryAt } from './payoutTimes.ts';

/** A question that got no answer says nothing about the payout: it is asked again later. */
export async function noteUnanswered(ctx: AppContext, payout: Payout, error: ProviderError): Promise<void> {
  ctx.log.warn(
    { payoutId: payout.id, kind: error.kind, code: error.code },
    'the provider could not be asked about a payout',
  );
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .where({ status: payout.status })
    .patch({ failures: payout.failures + 1, nextAttemptAt: retryAt(payout.failures, ctx.clock.now()) });
}
