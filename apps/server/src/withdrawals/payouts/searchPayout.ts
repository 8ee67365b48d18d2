import type { Desk } from '../../desk/desk.ts';
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
export async function searchPayout(desk: Desk, payout: Payout): Promise<void> {
  try {
    const [found, ...others] = await desk.provider.findPayoutsByExternalId(
      payout.externalId,
      payout.attemptedAt ?? payout.createdAt,
    );
    if (others.length > 0)
      desk.log.error(
        { payoutId: payout.id, count: others.length + 1 },
        'the provider has several payouts for one order: only the first is confirmed',
      );
    if (found !== undefined) await receivePayoutReport(desk, payout.id, found);
    else await noteMissing(desk, payout);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await noteUnanswered(desk, payout, error);
  }
}

async function noteMissing(desk: Desk, payout: Payout): Promise<void> {
  const at = desk.clock.now();
  const missingAnswers = payout.missingAnswers + 1;
  if (isSurelyMissing({ attemptedAt: payout.attemptedAt, missingAnswers }, at)) {
    return await failPayout(desk, payout, 'The provider knows nothing of this payout: nothing was sent.');
  }
  await Payout.query(desk.knex)
    .findById(payout.id)
    .where({ status: 'unknown', attempts: payout.attempts })
    .whereNull('providerBatchId')
    .patch({ missingAnswers, failures: 0, nextAttemptAt: nextSearchAt(missingAnswers, at) });
}
