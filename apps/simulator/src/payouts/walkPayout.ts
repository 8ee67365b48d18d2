import { transactionHash } from '../addresses/transactionHash.ts';
import { findCoin } from '../coins/coins.ts';
import { convert } from '../coins/convert.ts';
import { networkOf } from '../coins/networks.ts';
import type { Core } from '../core.ts';
import { roundUp } from '../money/decimal.ts';
import type { PayoutRecord } from './payoutRecord.ts';

const STEPS = ['WAITING', 'PROCESSING', 'SENDING', 'FINISHED'];
/** Of the network, worth this many USD. */
const FEE_USD = '0.40';
const VERIFY_WITHIN_MS = 3_600_000;

/** A confirmed payout begins to walk, a step every `stepMs`. */
export const planPayout = (core: Core, payout: PayoutRecord): void => {
  const startAt = core.clock.now();
  payout.walk = STEPS.map((status, index) => ({ status, dueAt: startAt + index * core.settings.stepMs }));
};

/**
 * Takes every step that is due, one IPN each and in order, then arranges to be woken for the next. Safe to
 * call at any time.
 */
export const walkPayout = async (core: Core, payout: PayoutRecord): Promise<void> => {
  for (
    let step = payout.walk[0];
    step !== undefined && step.dueAt <= core.clock.now();
    step = payout.walk[0]
  ) {
    payout.walk.shift();
    takeStep(core, payout, step.status);
    core.payouts.save(payout);
    await core.ipns.sendPayout(payout);
  }
  const next = payout.walk[0];
  if (next !== undefined) core.scheduler.at(next.dueAt, () => walkPayout(core, payout));
};

/** What a status brings with it. */
export const takeStep = (core: Core, payout: PayoutRecord, status: string): void => {
  payout.status = status;
  if (status === 'PROCESSING') payout.requestedAt ??= core.clock.now();
  if (status !== 'FINISHED') return;
  const coin = findCoin(payout.currency);
  payout.hash ??= transactionHash(networkOf(coin?.network ?? 'btc').hash, `sim:payout:${payout.payoutId}`);
  payout.fee ??= roundUp(convert(FEE_USD, 'usd', payout.currency), coin?.precision ?? 8);
};

/** The first report leaves by itself, so that it may come before the answer of the create, or after. */
export const announcePayout = (core: Core, payout: PayoutRecord): void =>
  core.scheduler.at(core.clock.now(), async () => {
    if (payout.status === 'CREATING') await core.ipns.sendPayout(payout);
  });

/** Whatever nobody confirms within an hour is rejected. */
export const rejectUnverified = (core: Core, payout: PayoutRecord): void => {
  if (payout.verifiedAt !== null || payout.status !== 'CREATING') return;
  core.scheduler.at(payout.createdAt + VERIFY_WITHIN_MS, async () => {
    if (payout.verifiedAt !== null || payout.status !== 'CREATING') return;
    payout.status = 'REJECTED';
    payout.error = 'Not verified in time';
    core.payouts.save(payout);
    await core.ipns.sendPayout(payout);
  });
};
