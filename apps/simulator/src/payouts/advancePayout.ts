import { transactionHash } from '../addresses/transactionHash.ts';
import { findCoin } from '../coins/coins.ts';
import { convert } from '../coins/prices.ts';
import { networkOf } from '../coins/networks.ts';
import type { SimulatorContext } from '../context.ts';
import { roundUp } from '../money/decimal.ts';
import type { PayoutRecord } from '../records/payoutRecord.ts';
import { sendPayoutIpn } from './sendPayoutIpn.ts';

const STEPS = ['WAITING', 'PROCESSING', 'SENDING', 'FINISHED'];
/** The network's fee, in USD. */
const FEE_USD = '0.40';
const VERIFY_WITHIN_MS = 3_600_000;

/** Plans the steps of a confirmed payout, one every `stepMs`. */
export const planSteps = (ctx: SimulatorContext, payout: PayoutRecord): void => {
  const startAt = ctx.clock.now();
  payout.steps = STEPS.map((status, index) => ({ status, dueAt: startAt + index * ctx.settings.stepMs }));
};

/**
 * Applies every step that is due, one IPN each and in order, then schedules the next. Safe to call at any
 * time.
 */
export const advancePayout = async (ctx: SimulatorContext, payout: PayoutRecord): Promise<void> => {
  for (
    let step = payout.steps[0];
    step !== undefined && step.dueAt <= ctx.clock.now();
    step = payout.steps[0]
  ) {
    payout.steps.shift();
    applyStatus(ctx, payout, step.status);
    ctx.payouts.save(payout);
    await sendPayoutIpn(ctx, payout);
  }
  const next = payout.steps[0];
  if (next !== undefined) ctx.scheduler.at(next.dueAt, () => advancePayout(ctx, payout));
};

/** Sets a status and the fields that come with it. */
export const applyStatus = (ctx: SimulatorContext, payout: PayoutRecord, status: string): void => {
  payout.status = status;
  if (status === 'PROCESSING') payout.requestedAt ??= ctx.clock.now();
  if (status !== 'FINISHED') return;
  const coin = findCoin(payout.currency);
  payout.hash ??= transactionHash(networkOf(coin?.network ?? 'btc').hash, `sim:payout:${payout.payoutId}`);
  payout.fee ??= roundUp(convert(FEE_USD, 'usd', payout.currency), coin?.precision ?? 8);
};

/** The first IPN is sent on its own, so that it may arrive before or after the answer to the create call. */
export const scheduleFirstIpn = (ctx: SimulatorContext, payout: PayoutRecord): void =>
  ctx.scheduler.at(ctx.clock.now(), async () => {
    if (payout.status === 'CREATING') await sendPayoutIpn(ctx, payout);
  });

/** A payout that is not confirmed within an hour is rejected. */
export const scheduleRejection = (ctx: SimulatorContext, payout: PayoutRecord): void => {
  if (payout.verifiedAt !== null || payout.status !== 'CREATING') return;
  ctx.scheduler.at(payout.createdAt + VERIFY_WITHIN_MS, async () => {
    if (payout.verifiedAt !== null || payout.status !== 'CREATING') return;
    payout.status = 'REJECTED';
    payout.error = 'Not verified in time';
    ctx.payouts.save(payout);
    await sendPayoutIpn(ctx, payout);
  });
};
