import { transact } from '../../db/transact.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';
import { auditPayout } from './auditPayout.ts';
import { isSameAsOrdered } from './decidePayoutReport.ts';
import { lockPayout } from './receivePayoutReport.ts';

export type NoticeOutcome = 'recorded' | 'asking' | 'known' | 'unknown_payout';

/**
 * Handles a notification about a payout, after its signature was verified. It never decides the outcome, it only makes
 * the worker query the provider, so late, repeated and reordered notifications do no harm. For an order whose answer
 * was lost it gives the provider's ids: our own id is part of the callback URL.
 */
export async function receivePayoutNotice(ctx: AppContext, notice: PayoutReport): Promise<NoticeOutcome> {
  const payout = await findPayout(ctx, notice);
  if (payout === undefined) {
    ctx.log.warn({ providerPayoutId: notice.providerPayoutId }, 'a notification is about an unknown payout');
    return 'unknown_payout';
  }
  if (payout.providerBatchId === null) return await storeProviderIds(ctx, payout.id, notice);
  if (payout.status === 'finished') return 'known';
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .where({ status: payout.status })
    .patch({ nextAttemptAt: ctx.clock.now() });
  return 'asking';
}

async function findPayout(ctx: AppContext, notice: PayoutReport): Promise<Payout | undefined> {
  const known = await Payout.query(ctx.knex).findOne({ providerPayoutId: notice.providerPayoutId });
  const id = /\/webhooks\/nowpayments\/payouts\/([0-9a-f-]{36})$/.exec(notice.ipnCallbackUrl ?? '')?.[1];
  return known ?? (id === undefined ? undefined : await Payout.query(ctx.knex).findOne({ externalId: id }));
}

async function storeProviderIds(
  ctx: AppContext,
  payoutId: string,
  notice: PayoutReport,
): Promise<NoticeOutcome> {
  return await transact(ctx.knex, async (trx) => {
    const payout = await lockPayout(trx, payoutId);
    if (payout.providerBatchId !== null) return 'known';
    if (!isSameAsOrdered(payout, notice)) {
      ctx.log.error(
        { payoutId, providerPayoutId: notice.providerPayoutId },
        'the provider has something else under the id of an order',
      );
      return 'unknown_payout';
    }
    const at = ctx.clock.now();
    const before = payout.$clone();
    // The order was sent after all: it must not be sent again.
    const nextStatus = payout.status === 'ordered' ? { status: 'unknown' as const, statusChangedAt: at } : {};
    await payout.$query(trx).patch({
      providerPayoutId: notice.providerPayoutId,
      providerBatchId: notice.providerBatchId,
      nextAttemptAt: at,
      ...nextStatus,
    });
    if (payout.status !== before.status) await auditPayout(trx, before, { status: payout.status }, at);
    return 'recorded';
  });
}
