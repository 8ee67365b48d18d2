import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { askAboutPayout } from './askAboutPayout.ts';
import { claimDuePayout } from './claimDuePayout.ts';
import { confirmPayout, mayConfirm } from './confirmPayout.ts';
import { searchPayout } from './searchPayout.ts';
import { sendOrder } from './sendOrder.ts';

/**
 * One step of one payout that is due: sends it, looks for it, confirms it, or asks how far it is. Any number
 * of workers may do this at once and be cut off anywhere: each step is recorded before it is taken, and a
 * step whose end is not known is found out by asking, never repeated. While the provider is away nothing is
 * begun. Answers whether anything was done.
 */
export async function runPayoutStep(ctx: AppContext): Promise<boolean> {
  let room = await ctx.provider.turnsLeft('payout');
  if (room === 0 && (await ctx.provider.probeIfDue())) room = await ctx.provider.turnsLeft('payout');
  if (room === 0) return false;
  const payout = await claimDuePayout(ctx);
  if (payout === null) return false;
  await takeStep(ctx, payout);
  return true;
}

async function takeStep(ctx: AppContext, payout: Payout): Promise<void> {
  if (payout.status === 'ordered') return await sendOrder(ctx, payout);
  if (payout.providerBatchId === null)
    return payout.status === 'unknown' ? await searchPayout(ctx, payout) : await letRest(ctx, payout);
  // Before anything was confirmed, what the create answered is as good as asking.
  const isFresh =
    payout.status === 'unknown' &&
    payout.verifyAttempts === 0 &&
    payout.unverifiedStatus !== null &&
    mayConfirm(ctx, payout);
  const now = isFresh ? payout : await askAboutPayout(ctx, payout);
  if (now?.status === 'unknown') await confirmPayout(ctx, now);
}

/** Nobody but the desk itself ever spoke of it. */
async function letRest(ctx: AppContext, payout: Payout): Promise<void> {
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .whereNull('providerBatchId')
    .where({ status: payout.status })
    .patch({ nextAttemptAt: null });
}
