import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { arePayoutsStopped } from '../payoutsRunning.ts';
import { confirmPayout } from './confirmPayout.ts';
import { failPayout } from './failPayout.ts';
import { isPayoutSearchOpen, whyNotAfterRestore } from './lostPayouts.ts';
import { after, LEASE_MS } from './payoutTimes.ts';
import { postponeQuery } from './postponeQuery.ts';
import { queryPayout, searchPayout } from './queryPayout.ts';
import { sendOrder } from './sendOrder.ts';

/** How often a payout is queried whose confirmation waits until payouts are resumed, or known after a restore. */
const HELD_MS = 60_000;

/**
 * Runs one step of one due payout: sends, searches, confirms or queries it. Any number of workers may run this at
 * once and may be stopped at any point: each step is recorded before it is taken, and a step without a known outcome
 * is looked up, never repeated. Nothing is started while the provider is down or its quota is used up. Returns whether
 * there was anything to do.
 */
export async function runPayoutStep(ctx: AppContext): Promise<boolean> {
  let quota = await ctx.provider.quotaLeft('payout');
  if (quota === 0 && (await ctx.provider.probeIfDue())) quota = await ctx.provider.quotaLeft('payout');
  if (quota === 0) return false;
  const payout = await claimDuePayout(ctx);
  if (payout === null) return false;
  await takeStep(ctx, payout);
  return true;
}

/** Claims the payout that has been due longest. Others skip it while the lease lasts; a crash only delays it. */
async function claimDuePayout(ctx: AppContext): Promise<Payout | null> {
  const now = ctx.clock.now();
  const due = Payout.query(ctx.knex)
    .select('id')
    .where('nextAttemptAt', '<=', now)
    .orderBy('nextAttemptAt')
    .limit(1)
    .forUpdate()
    .skipLocked();
  const [claimed] = await Payout.query(ctx.knex)
    // A `with` query runs once; inside `in (…)` it could run several times and lock more rows than it returns.
    .with('due', due)
    .patch({ nextAttemptAt: after(now, LEASE_MS) })
    .whereIn('id', ctx.knex.select('id').from('due'))
    .returning('*');
  return claimed ?? null;
}

async function takeStep(ctx: AppContext, payout: Payout): Promise<void> {
  const isStopped = await arePayoutsStopped(ctx);
  if (payout.status === 'ordered' && payout.searchRequestedAt !== null)
    return await searchPayout(ctx, payout);
  if (payout.status === 'ordered')
    return await (isStopped ? waitForResume(ctx, payout) : sendOnce(ctx, payout));
  if (payout.providerBatchId === null)
    return payout.status === 'unknown' ? await searchPayout(ctx, payout) : await stopWatching(ctx, payout);
  const answer = await queryPayout(ctx, payout);
  if (answer?.payout.status !== 'unknown') return;
  await (!isStopped && (await mayMove(ctx, answer.payout))
    ? confirmPayout(ctx, answer.payout, answer.batch)
    : postponeQuery(ctx, answer.payout, after(ctx.clock.now(), HELD_MS)));
}

/** Sends an order, unless it may pay for a second time what the provider has paid before a restore. */
async function sendOnce(ctx: AppContext, order: Payout): Promise<void> {
  if (await isPayoutSearchOpen(ctx))
    return await note(
      ctx,
      order,
      'Not sent yet: the database was restored, and the provider’s payouts since then are still being read.',
    );
  const reason = await whyNotAfterRestore(ctx, order);
  await (reason === null ? sendOrder(ctx, order) : failPayout(ctx, order, `Nothing was sent: ${reason}`));
}

/** The same before a confirmation. A batch that is not confirmed expires at the provider within the hour. */
const mayMove = async (ctx: AppContext, payout: Payout): Promise<boolean> =>
  !(await isPayoutSearchOpen(ctx)) && (await whyNotAfterRestore(ctx, payout)) === null;

/** The lease of the claim is the time until it is looked at again; the message is for staff. */
async function waitForResume(ctx: AppContext, order: Payout): Promise<void> {
  await note(ctx, order, 'Not sent yet: all payouts are stopped. It is sent when they are resumed.');
}

async function note(ctx: AppContext, order: Payout, message: string): Promise<void> {
  await Payout.query(ctx.knex).findById(order.id).where({ status: 'ordered' }).patch({ message });
}

/** The provider never reported it, so there is nothing to query. */
async function stopWatching(ctx: AppContext, payout: Payout): Promise<void> {
  await Payout.query(ctx.knex)
    .findById(payout.id)
    .whereNull('providerBatchId')
    .where({ status: payout.status })
    .patch({ nextAttemptAt: null });
}
