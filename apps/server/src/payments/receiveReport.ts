import type { AppContext } from '../context/appContext.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { applyReport } from './applyReport.ts';
import { storeReport, type ReportOutcome, type ReportSource } from './storeReport.ts';

/**
 * How a deposit is credited. Every report of the provider, from any source (webhook, poll, create, list), is
 * handled here: it is stored as it came; then, in one database transaction, the payment's row is locked,
 * `decideReport` decides, and status, credit, suspense and outcome are written together. Reports may repeat,
 * race and come in any order.
 */
export async function receiveReport(
  ctx: AppContext,
  source: ReportSource,
  report: ProviderReport,
  rawBody?: string,
): Promise<ReportOutcome> {
  const eventId = await storeReport(ctx, source, report, rawBody);
  return await applyReport(ctx, eventId, report);
}
