import type { Desk } from '../../desk/desk.ts';
import type { Payout } from '../../models/Payout.ts';
import { ProviderError } from '../../nowpayments/providerError.ts';
import { noteUnanswered } from './noteUnanswered.ts';
import { receivePayoutReport } from './receivePayoutReport.ts';

/** Asks the provider how far a payout is, and applies its answer. Null when there was none. */
export async function askAboutPayout(desk: Desk, payout: Payout): Promise<Payout | null> {
  try {
    const reports = await desk.provider.getPayouts(payout.providerBatchId as string);
    const report = reports.find(({ providerPayoutId }) => providerPayoutId === payout.providerPayoutId);
    if (report === undefined)
      throw new ProviderError('unavailable', 'The provider answered about other payouts.', {
        code: 'OTHER_PAYOUT',
      });
    return await receivePayoutReport(desk, payout.id, report);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await noteUnanswered(desk, payout, error);
    return null;
  }
}
