import { transact } from '../../db/transact.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';
import { auditPayout } from './auditPayout.ts';
import { isSameAsOrdered } from './decidePayoutReport.ts';
import { lockPayout } from './receivePayoutReport.ts';

export type NoticeOutcome = 'learned' | 'asking' | 'known' | 'unknown_payout';

/**
 * A notification about a payout, its signature checked. It never says how a payout ends: it makes the desk
 * ask, so late, repeated and swapped ones do no harm. It does tell which of the provider's payouts an order
 * is whose answer was lost: our id stands in its callback URL.
 */
export async function receivePayoutNotice(ctx: AppContext, notice: PayoutReport): Promise<NoticeOutcome> {
  const payout = await findPayout(ctx, notice);
  if (payout === undefined) {
    ctx.log.warn(
      { providerPayoutId: notice.providerPayoutId },
      'a notification is about a payout that the desk does not know',
    );
    return 'unknown_payout';
  }
  if (payout.providerBatchId === null) return await learnIds(ctx, payout.id, notice);
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

async function learnIds(ctx: AppContext, payoutId: string, notice: PayoutReport): Promise<NoticeOutcome> {
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
    // An order that was thought not to have left has: it must not leave again.
    const moved = payout.status === 'ordered' ? { status: 'unknown' as const, statusChangedAt: at } : {};
    await payout.$query(trx).patch({
      providerPayoutId: notice.providerPayoutId,
      providerBatchId: notice.providerBatchId,
      nextAttemptAt: at,
      ...moved,
    });
    if (payout.status !== before.status) await auditPayout(trx, before, { status: payout.status }, at);
    return 'learned';
  });
}
