import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { ProviderError } from '../../nowpayments/providerError.ts';
import { failPayout } from './failPayout.ts';
import { noteUnanswered } from './noteUnanswered.ts';
import { isSurelyMissing, nextSearchAt } from './payoutTimes.ts';
import { receivePayoutReport } from './receivePayoutReport.ts';

/**
 * Looks for a payout whose create was not answered, by our own id. A list may lag: the provider has none only
 * after several empty answers over twenty minutes, and then the payout goes back to a person. Should it turn
 * up later nobody confirms it, and the provider lets it expire.
 */
export async function searchPayout(ctx: AppContext, payout: Payout): Promise<void> {
  try {
    const [found, ...others] = await ctx.provider.findPayoutsByExternalId(
      payout.externalId,
      payout.attemptedAt ?? payout.createdAt,
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
    await noteUnanswered(ctx, payout, error);
  }
}

async function noteMissing(ctx: AppContext, payout: Payout): Promise<void> {
  const at = ctx.clock.now();
  const missingAnswers = payout.missingAnswers + 1;
  if (isSurelyMissing({ attemptedAt: payout.attemptedAt, missingAnswers }, at)) {
    return await failPayout(ctx, payout, 'The provider knows nothing of this payout: nothing was sent.');
  }
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .where({ status: 'unknown', attempts: payout.attempts })
    .whereNull('providerBatchId')
    .patch({ missingAnswers, failures: 0, nextAttemptAt: nextSearchAt(missingAnswers, at) });
}
