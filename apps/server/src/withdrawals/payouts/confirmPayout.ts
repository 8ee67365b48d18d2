import { DomainError } from '../../base/domainError.ts';
import { TOTP_PERIOD_SECONDS, totpStep } from '../../base/totp.ts';
import { transact } from '../../db/transact.ts';
import { asDomainError, postgresErrorOf } from '../../db/refusal.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { mapPayoutStatus } from '../../nowpayments/mapPayoutStatus.ts';
import { payoutCode } from '../../nowpayments/payoutCalls.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';
import { ProviderError } from '../../nowpayments/providerError.ts';
import { requireOwn } from '../requireOrigin.ts';
import { auditPayout } from './auditPayout.ts';
import { isSameAsOrdered } from './decidePayoutReport.ts';
import { failPayout } from './failPayout.ts';
import { after, afterConfirmation, FIRST_QUERY_MS, VERIFY_ATTEMPTS } from './payoutTimes.ts';
import { postponeQuery } from './postponeQuery.ts';

/** How often a payout that may not be confirmed is queried. */
const UNCONFIRMED_MS = 5 * 60_000;

/**
 * Confirms a payout that the provider has, with the current TOTP code: from here on the money moves. The attempt is
 * committed first, and only while the payout has not failed. If the answer is lost, a query finds the outcome.
 *
 * @param batch what the provider has just answered that the confirmation would send
 */
export async function confirmPayout(
  ctx: AppContext,
  payout: Payout,
  batch: readonly PayoutReport[],
): Promise<void> {
  const { on, totpSecret } = ctx.settings.provider.payouts;
  // Unconfirmed: the provider rejects it within the hour, and the next query shows that.
  if (!on || totpSecret === null || payout.verifyAttempts >= VERIFY_ATTEMPTS || !isWaiting(batch))
    return await postponeQuery(ctx, payout, after(ctx.clock.now(), UNCONFIRMED_MS));
  if (!isOrderAlone(payout, batch)) return await refuseBatch(ctx, payout, batch);
  const step = totpStep(ctx.clock.now());
  const attempt = await begin(ctx, payout, step);
  if (attempt === null) return;
  try {
    await ctx.provider.verifyPayout(attempt.providerBatchId as string, payoutCode(totpSecret, step));
    await noteConfirmed(ctx, attempt);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.warn(
      { payoutId: payout.id, kind: error.kind, code: error.code },
      'the confirmation of a payout was not accepted, or not answered',
    );
    await Payout.query(ctx.knex)
      .findById(payout.id)
      .where({ status: 'unknown', verifyAttempts: attempt.verifyAttempts })
      .patch({ message: error.message });
  }
}

const isWaiting = (batch: readonly PayoutReport[]): boolean =>
  batch.every(({ rawStatus }) => mapPayoutStatus(rawStatus) === 'begun');

/**
 * Whether a batch is the order and nothing else, by its ids and by all that decides who gets how much. A confirmation
 * names the batch only, and which one that is may have been written into the database or into an answer.
 */
function isOrderAlone(payout: Payout, batch: readonly PayoutReport[]): boolean {
  const [report, ...others] = batch;
  return (
    report !== undefined &&
    others.length === 0 &&
    report.providerPayoutId === payout.providerPayoutId &&
    report.providerBatchId === payout.providerBatchId &&
    report.externalId === payout.externalId &&
    report.address !== null &&
    report.amount !== null &&
    isSameAsOrdered(payout, report)
  );
}

/** Never confirmed, it fails: the provider lets it expire. After an attempt only the provider knows the outcome. */
async function refuseBatch(ctx: AppContext, payout: Payout, batch: readonly PayoutReport[]): Promise<void> {
  ctx.log.error(
    {
      payoutId: payout.id,
      providerBatchId: payout.providerBatchId,
      payouts: batch.length,
      alarm: 'PAYOUT_MISMATCH',
    },
    'a batch at the provider is not what was ordered, or not that alone: it is not confirmed',
  );
  if (payout.verifyAttempts > 0)
    return await postponeQuery(ctx, payout, after(ctx.clock.now(), UNCONFIRMED_MS));
  await failPayout(
    ctx,
    payout,
    'The provider has something other than the order in its batch: it was not confirmed, and the provider lets it expire.',
  );
}

/** Records the attempt. Each code is valid for one payout. Null: the code is used, or another worker was first. */
async function begin(ctx: AppContext, payout: Payout, step: number): Promise<Payout | null> {
  const at = ctx.clock.now();
  const verifyAttempts = payout.verifyAttempts + 1;
  try {
    await requireOwn(ctx.knex, 'payout', { sql: 'id = :id', bindings: { id: payout.id } });
    const [attempt] = await Payout.query(ctx.knex)
      .patch({
        verifyAttempts,
        verifyStep: String(step),
        nextAttemptAt: afterConfirmation(verifyAttempts, at),
      })
      .where({ id: payout.id, status: 'unknown', verifyAttempts: payout.verifyAttempts })
      .whereNotExists(Payout.query(ctx.knex).alias('other').where('other.verifyStep', '>=', step))
      .returning('*');
    if (attempt !== undefined) return attempt;
  } catch (error) {
    const refusal = asDomainError(error);
    if (refusal instanceof DomainError) return await onRefusal(ctx, payout, refusal);
    if (postgresErrorOf(error)?.constraint !== 'payouts_one_code_each') throw error;
  }
  await postponeQuery(ctx, payout, new Date((step + 1) * TOTP_PERIOD_SECONDS * 1000));
  return null;
}

/**
 * The row is no longer what was approved. If it was never confirmed it fails now; otherwise it is queried again
 * later.
 */
async function onRefusal(ctx: AppContext, payout: Payout, refusal: DomainError): Promise<null> {
  if (refusal.reason === 'PAYOUTS_STOPPED') {
    await postponeQuery(ctx, payout, after(ctx.clock.now(), UNCONFIRMED_MS));
    return null;
  }
  ctx.log.error(
    { payoutId: payout.id, withdrawalId: payout.withdrawalRequestId, alarm: refusal.reason },
    'a payout is not what was approved: someone wrote to the database',
  );
  if (payout.verifyAttempts === 0)
    await failPayout(ctx, payout, `Not confirmed: ${refusal.message}. The provider lets it expire.`);
  else await postponeQuery(ctx, payout, after(ctx.clock.now(), UNCONFIRMED_MS));
  return null;
}

async function noteConfirmed(ctx: AppContext, attempt: Payout): Promise<void> {
  await transact(ctx.knex, async (trx) => {
    const at = ctx.clock.now();
    const confirmed = await Payout.query(trx)
      .findById(attempt.id)
      .where({ status: 'unknown', verifyAttempts: attempt.verifyAttempts })
      .patch({
        status: 'sent',
        statusChangedAt: at,
        failures: 0,
        message: null,
        nextAttemptAt: after(at, FIRST_QUERY_MS),
      });
    if (confirmed > 0) await auditPayout(trx, attempt, { status: 'sent' }, at);
  });
}
