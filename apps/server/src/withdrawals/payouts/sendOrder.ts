import { DomainError } from '../../base/domainError.ts';
import { transact } from '../../db/transact.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { PayoutStop } from '../../models/PayoutStop.ts';
import { User } from '../../models/User.ts';
import { WithdrawalRequest } from '../../models/WithdrawalRequest.ts';
import { ProviderError } from '../../nowpayments/providerError.ts';
import { checkPayload, withTamperAlert } from '../checkPayload.ts';
import { requireOwn } from '../requireOrigin.ts';
import { failPayout } from './failPayout.ts';
import { PAYOUT_WORKER } from './auditPayout.ts';
import { nextSearchAt, ORDER_TIMEOUT_MS, retryAt } from './payoutTimes.ts';
import { receivePayoutReport } from './receivePayoutReport.ts';

/**
 * Sends an order to the provider. The attempt is committed first; from then on only the provider knows whether it has
 * the payout. An error that means that nothing was sent makes it an order again; a refusal fails it; after any other
 * error the outcome is `unknown` and has to be looked up.
 */
export async function sendOrder(ctx: AppContext, order: Payout): Promise<void> {
  if (!ctx.settings.provider.payouts.on)
    return await failPayout(
      ctx,
      order,
      'Payouts through the provider were switched off before this one was sent.',
    );
  const tooLate = await whyTooLate(ctx, order);
  if (tooLate !== null) return await failPayout(ctx, order, tooLate);
  const attempt = await begin(ctx, order);
  if (attempt === null) return;
  try {
    const report = await ctx.provider.createPayout({
      currency: attempt.currencyCode,
      address: attempt.address,
      extraId: attempt.extraId,
      amount: attempt.cryptoAmount,
      externalId: attempt.externalId,
      ipnCallbackUrl: `${ctx.settings.publicUrl}/webhooks/nowpayments/payouts/${attempt.id}`,
    });
    await receivePayoutReport(ctx, attempt.id, report);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await concludeFrom(ctx, attempt, error);
  }
}

/**
 * Why an order is not sent any more; null: it is. It waits through a stop of all payouts, and half an hour more for
 * the provider; but not with a rate that expired longer ago than that, because the amount is worth something else.
 */
async function whyTooLate(ctx: AppContext, order: Payout): Promise<string | null> {
  const now = ctx.clock.now().getTime();
  if (now - order.createdAt.getTime() <= ORDER_TIMEOUT_MS) return null;
  const stop = await PayoutStop.findLastEnded(ctx.knex);
  const resumedAt = stop?.resumedAt ?? null;
  if (stop === undefined || resumedAt === null || resumedAt <= order.createdAt)
    return 'The provider could not be reached for half an hour: nothing was sent.';
  if (now - resumedAt.getTime() > ORDER_TIMEOUT_MS)
    return 'The provider could not be reached for half an hour after payouts were resumed: nothing was sent.';
  const { rateExpiresAt } = await WithdrawalRequest.query(ctx.knex)
    .findById(order.withdrawalRequestId)
    .throwIfNotFound();
  return rateExpiresAt !== null && now - rateExpiresAt.getTime() > ORDER_TIMEOUT_MS
    ? `All payouts were stopped (“${stop.note}”), and the rate expired meanwhile: nothing was sent. Return it to ` +
        'approved, fix a new rate and order it again.'
    : null;
}

/**
 * Records the attempt, if the withdrawal is still what was approved and its user may still be paid. Null: another
 * worker was first, or it may not be sent.
 */
async function begin(ctx: AppContext, order: Payout): Promise<Payout | null> {
  try {
    return await withTamperAlert(
      ctx,
      { actor: PAYOUT_WORKER, withdrawalId: order.withdrawalRequestId },
      async () =>
        await transact(ctx.knex, async (trx) => {
          const withdrawal = await WithdrawalRequest.query(trx)
            .findById(order.withdrawalRequestId)
            .forUpdate()
            .throwIfNotFound();
          await checkPayload(trx, withdrawal);
          await requireOwn(trx, 'payout', { sql: 'id = :id', bindings: { id: order.id } });
          const user = await User.query(trx).findById(withdrawal.userId).throwIfNotFound();
          if (user.frozenAt !== null) throw new DomainError('USER_FROZEN', 'this user is frozen');
          const at = ctx.clock.now();
          const [attempt] = await Payout.query(trx)
            .patch({
              status: 'unknown',
              attempts: order.attempts + 1,
              attemptedAt: at,
              statusChangedAt: at,
              message: null,
              nextAttemptAt: nextSearchAt(0, at),
            })
            .where({ id: order.id, status: 'ordered', attempts: order.attempts })
            .returning('*');
          return attempt ?? null;
        }),
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // Stopped in this moment: it stays an order, for when payouts are resumed.
    if (error.reason === 'PAYOUTS_STOPPED') return null;
    await failPayout(ctx, order, `Nothing was sent: ${error.message}`);
    return null;
  }
}

async function concludeFrom(ctx: AppContext, attempt: Payout, error: ProviderError): Promise<void> {
  ctx.log.warn(
    { payoutId: attempt.id, kind: error.kind, code: error.code },
    'the provider did not accept a payout',
  );
  if (error.kind === 'rejected' || error.kind === 'unauthorized' || error.kind === 'not_found')
    return await failPayout(ctx, attempt, error.message);
  const at = ctx.clock.now();
  const wasNotSent = error.kind === 'unavailable' || error.kind === 'rate_limited';
  await Payout.query(ctx.knex)
    .findById(attempt.id)
    .where({ status: 'unknown', attempts: attempt.attempts })
    .whereNull('providerBatchId')
    .patch(
      wasNotSent
        ? {
            status: 'ordered',
            statusChangedAt: at,
            message: error.message,
            nextAttemptAt: retryAt(attempt.attempts - 1, at),
          }
        : { message: error.message },
    );
}
