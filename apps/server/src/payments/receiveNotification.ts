import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { Payment } from '../models/Payment.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { boundedReport } from './boundedReport.ts';
import { holdReport } from './holdReport.ts';
import { receiveReport } from './receiveReport.ts';
import { fetchReports } from './refreshPayment.ts';
import { recordOutcome, storeReport, type ReportOutcome } from './storeReport.ts';

/** The provider waits three seconds for the answer to its notification. */
const ASK_WITHIN_MS = 1500;

/**
 * A notification, after its signature was verified. It is a doorbell: it is stored, then the provider's API is
 * asked about the payment, and only that answer is applied. While the API is away the notification waits
 * (`applyKeptReports` asks again), and a known payment is due for polling at once. With `IPN_CREDITS=trust`
 * the notification itself is applied.
 */
export async function receiveNotification(
  ctx: AppContext,
  report: ProviderReport,
  rawBody: string,
): Promise<ReportOutcome['outcome'] | 'stored'> {
  if (ctx.settings.ipnCredits === 'trust') return (await receiveReport(ctx, 'ipn', report, rawBody)).outcome;
  const eventId = await storeReport(ctx, 'ipn', report, rawBody);
  await makeDue(ctx, report);
  const outcome = await verifyReport(ctx, eventId, report);
  return outcome === null || outcome === 'ask_again' ? 'stored' : outcome;
}

/** A re-deposit is found through the payment whose address it came to. */
async function makeDue(
  ctx: AppContext,
  { providerPaymentId, parentPaymentId }: ProviderReport,
): Promise<void> {
  const at = ctx.clock.now();
  await Payment.query(ctx.knex)
    .where('providerPaymentId', parentPaymentId ?? providerPaymentId)
    .where((due) => due.where('nextCheckAt', '>', at).orWhereNull('nextCheckAt'))
    .patch({ nextCheckAt: at });
}

/**
 * Asks the provider about the payment of a stored report and applies the answer. Returns its outcome, null when there
 * was no answer, or `ask_again` when it is of no use: the report then stays without an outcome.
 */
export async function verifyReport(
  ctx: AppContext,
  eventId: string,
  notice: ProviderReport,
): Promise<ReportOutcome['outcome'] | 'ask_again' | null> {
  try {
    const { outcome, paymentId } = await fetchReports(ctx, notice.providerPaymentId, {
      background: true,
      timeoutMs: ASK_WITHIN_MS,
    });
    if (outcome === 'flagged' && paymentId === null && !notice.isAmountUnusable) {
      // There is no row to hold what the notification says, and no one polls for it: ask again.
      ctx.log.warn(
        { eventId, providerPaymentId: notice.providerPaymentId },
        'a notification waits: the provider answered with an amount that cannot be stored',
      );
      return 'ask_again';
    }
    await recordVerified(ctx, { eventId, notice, paymentId });
    return outcome;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const fields = {
      eventId,
      providerPaymentId: notice.providerPaymentId,
      kind: error.kind,
      code: error.code,
    };
    if (error.kind !== 'not_found' && error.kind !== 'rejected') {
      ctx.log.warn(fields, 'a notification waits: the provider could not be asked about its payment');
      return null;
    }
    ctx.log.error(
      { alarm: 'NOTIFICATION_UNKNOWN', ...fields },
      'the provider does not know a notified payment',
    );
    const detail = 'the provider does not know this payment';
    await recordOutcome(ctx, ctx.knex, { eventId, outcome: 'unknown_payment', paymentId: null, detail });
    return 'unknown_payment';
  }
}

/** A notification that differs from its payment alerts staff, also when the API's answer agrees. */
async function recordVerified(
  ctx: AppContext,
  { eventId, notice, paymentId }: { eventId: string; notice: ProviderReport; paymentId: string | null },
): Promise<void> {
  const asked = { outcome: 'asked' as const, detail: 'the provider was asked' };
  await transact(ctx.knex, async (trx) => {
    const payment = paymentId === null ? undefined : await Payment.query(trx).findById(paymentId).forUpdate();
    const report = boundedReport(notice, ctx.clock.now());
    const held =
      payment === undefined
        ? null
        : await holdReport(ctx, trx, { eventId, payment, report, isUnverified: true });
    await recordOutcome(ctx, trx, { eventId, paymentId, ...(held ?? asked) });
  });
}
