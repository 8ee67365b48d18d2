import type { AppContext } from '../../context/appContext.ts';
import type { Payout } from '../../models/Payout.ts';
import { ProviderError } from '../../nowpayments/providerError.ts';
import { noteUnanswered } from './noteUnanswered.ts';
import { receivePayoutReport } from './receivePayoutReport.ts';

/** Asks the provider how far a payout is, and applies its answer. Null when there was none. */
export async function askAboutPayout(ctx: AppContext, payout: Payout): Promise<Payout | null> {
  try {
    const reports = await ctx.provider.getPayouts(payout.providerBatchId as string);
    const report = reports.find(({ providerPayoutId }) => providerPayoutId === payout.providerPayoutId);
    if (report === undefined)
      throw new ProviderError('unavailable', 'The provider answered about other payouts.', {
        code: 'OTHER_PAYOUT',
      });
    return await receivePayoutReport(ctx, payout.id, report);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await noteUnanswered(ctx, payout, error);
    return null;
  }
}
