import { Decimal } from '@paydesk/types';
import type { Instance } from '../desk/instance.ts';
import { applyKeptReports } from '../../../src/payments/applyKeptReports.ts';
import { checkDuePayments } from '../../../src/payments/checkDuePayments.ts';
import { runPayoutStep } from '../../../src/withdrawals/payouts/runPayoutStep.ts';
import type { World } from './world.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/**
 * For payouts to be confirmed and looked up, long enough for lost creates to be closed, then until every
 * address is no longer watched.
 */
const JUMPS = [1 * MINUTE, 1 * MINUTE, 3 * MINUTE, 6 * MINUTE, 16 * MINUTE, 30 * MINUTE, 6 * DAY, 4 * DAY];

/**
 * Lets everything settle: the provider has no faults, its payments reach a final status, time passes and the
 * worker works until it has nothing left to do.
 */
export async function settle(world: World): Promise<void> {
  world.comingFaults.length = 0;
  await world.simulator.setFaults({ ipn: null, http: null, answer: null });
  await finishWalks(world);
  for (const seconds of JUMPS) {
    await world.simulator.advanceClock(seconds);
    world.letTimePass();
    await work(world);
  }
  // A payment that is checked even later would reach the next schedule's provider.
  await world.observer.raw('update payments set next_check_at = null where next_check_at is not null');
  await world.observer.raw('update payouts set next_attempt_at = null where next_attempt_at is not null');
}

/**
 * Setting a status by hand ended the provider's own progress: money that has arrived still reaches a final
 * status. Unknown statuses sometimes stay.
 */
async function finishWalks(world: World): Promise<void> {
  const choices = world.random.fork('settle');
  for (const payment of world.simulator.state().payments) {
    const { paymentId, status, depositedAmount, steps } = payment;
    const stuck =
      steps.length === 0 &&
      depositedAmount !== null &&
      ['waiting', 'confirming', 'confirmed', 'sending'].includes(status);
    const unknown = ['on_hold', 'under_review'].includes(status);
    if (!stuck && !(unknown && depositedAmount !== null && choices.chance(0.5))) continue;
    const amount = payment.actuallyPaid === '0' ? (depositedAmount ?? '0') : payment.actuallyPaid;
    const enough = new Decimal(amount).greaterThanOrEqualTo(payment.payAmount);
    world.events.push(`settling: ${paymentId} ends from ${status}`);
    await world.simulator.setStatus(paymentId, {
      payment_status: enough ? 'finished' : 'partially_paid',
      actually_paid: amount,
      send_ipn: choices.chance(0.3),
    });
  }
}

async function work(world: World): Promise<void> {
  const { ctx } = world.instances[2] as Instance;
  for (let batch = 0; batch < 20; batch += 1) if ((await checkDuePayments(ctx, 50)) === 0) break;
  await applyKeptReports(ctx);
  for (let step = 0; step < 60; step += 1) if (!(await runPayoutStep(ctx))) break;
}
