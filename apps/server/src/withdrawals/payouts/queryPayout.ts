import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';
import { ProviderError } from '../../nowpayments/providerError.ts';
import { failPayout } from './failPayout.ts';
import { isSurelyMissing, nextSearchAt, retryAt } from './payoutTimes.ts';
import { receivePayoutReport } from './receivePayoutReport.ts';

export interface PayoutAnswer {
  /** With the answer applied. */
  payout: Payout;
  /** All payouts of its batch at the provider: a confirmation sends all of them. */
  batch: readonly PayoutReport[];
}

/**
 * Queries the provider for a payout that it is known to have, and applies the answer. Null when there was no answer.
 */
export async function queryPayout(ctx: AppContext, payout: Payout): Promise<PayoutAnswer | null> {
  try {
    const batch = await ctx.provider.getPayouts(payout.providerBatchId as string);
    const report = batch.find(({ providerPayoutId }) => providerPayoutId === payout.providerPayoutId);
    if (report === undefined)
      throw new ProviderError('unavailable', 'The provider answered about other payouts.', {
        code: 'OTHER_PAYOUT',
      });
    return { payout: await receivePayoutReport(ctx, payout.id, report), batch };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await retryLater(ctx, payout, error);
    return null;
  }
}

/**
 * Searches the provider by our own id for a payout whose create call was not answered. The provider's list may lag:
 * only after several empty answers over twenty minutes does the payout count as never received, and go back to staff.
 * If it turns up later, it is not confirmed, and the provider lets it expire. The same for an order from before a
 * restore.
 */
export async function searchPayout(ctx: AppContext, payout: Payout): Promise<void> {
  try {
    const [found, ...others] = await ctx.provider.findPayoutsByExternalId(
      payout.externalId,
      // An order from before a restore may have been sent at any time since.
      payout.searchRequestedAt === null ? (payout.attemptedAt ?? payout.createdAt) : payout.createdAt,
    );
    if (others.length > 0)
      ctx.log.error(
        { payoutId: payout.id, count: others.length + 1 },
        'the provider has several payouts for one order: only the first is confirmed',
      );
    if (found !== undefined) await receivePayoutReport(ctx, payout.id, found);
    else await noteMissing(ctx, payout);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await retryLater(ctx, payout, error);
  }
}

async function noteMissing(ctx: AppContext, payout: Payout): Promise<void> {
  const at = ctx.clock.now();
  const missingAnswers = payout.missingAnswers + 1;
  const begunAt = payout.searchRequestedAt ?? payout.attemptedAt;
  if (isSurelyMissing({ attemptedAt: begunAt, missingAnswers }, at)) {
    return await failPayout(ctx, payout, 'The provider does not have this payout: nothing was sent.');
  }
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .where({ status: payout.status, attempts: payout.attempts })
    .whereNull('providerBatchId')
    .patch({ missingAnswers, failures: 0, nextAttemptAt: nextSearchAt(missingAnswers, at) });
}

/** A query without an answer says nothing about the payout: it is repeated later. */
async function retryLater(ctx: AppContext, payout: Payout, error: ProviderError): Promise<void> {
  ctx.log.warn(
    { payoutId: payout.id, kind: error.kind, code: error.code },
    'the provider could not be asked about a payout',
  );
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .where({ status: payout.status })
    .patch({ failures: payout.failures + 1, nextAttemptAt: retryAt(payout.failures, ctx.clock.now()) });
}
