import type { PayoutRecord } from '@paydesk/simulator';
import { payOutWithdrawal } from '../../../src/withdrawals/payOutWithdrawal.ts';
import { challengeOf } from '../../../src/stepUp/challengeOf.ts';
import { runPayoutStep } from '../../../src/withdrawals/payouts/runPayoutStep.ts';
import type { World } from '../schedule/world.ts';
import { choose, outcomeOf, type Operation } from './operation.ts';

const CLOSED = ['FINISHED', 'FAILED', 'REJECTED'];
const open = (world: World) => world.simulator.payouts().filter(({ status }) => !CLOSED.includes(status));

/**
 * Payouts through the provider: staff who order them, the worker, and a provider that answers late.
 */
export const payoutOperations = {
  payOut: async (world, view, step) => {
    const fitting = view.withdrawals.filter(({ status }) => status === 'approved');
    const withdrawal = choose(
      fitting.length > 0 && step.random.chance(0.8) ? fitting : view.withdrawals,
      step.at,
    );
    if (withdrawal === undefined) return 'no withdrawal';
    const actor = step.random.pick(world.staff);
    const attempt = await world.attempt(step.instance, step.crash, async (ctx) => {
      const order = { kind: 'payOut', id: withdrawal.id } as const;
      const { challenge } = await challengeOf(ctx.knex, actor.id ?? '', order);
      return await payOutWithdrawal(ctx, actor, withdrawal.id, {
        kind: 'none',
        staffId: actor.id ?? '',
        challenge,
        covers: null,
        verifiedAt: ctx.clock.now().toISOString(),
        passkeyId: null,
        assertion: null,
      });
    });
    return `${withdrawal.id} by ${actor.name ?? ''}: ${outcomeOf(attempt)}`;
  },

  payoutWorker: async (world, _view, step) => {
    let steps = 0;
    const attempt = await world.attempt(step.instance, step.crash, async (ctx) => {
      while (steps < 4 && (await runPayoutStep(ctx))) steps += 1;
    });
    return `${steps} steps: ${outcomeOf(attempt)}`;
  },

  closePayout: async (world, _view, step) =>
    await about(open(world), step.at, async (payout) => {
      // Before it was confirmed nothing can have been paid.
      const status =
        payout.verifiedAt === null ? 'REJECTED' : step.random.pick(['FINISHED', 'FAILED', 'REJECTED']);
      await world.simulator.setPayoutStatus(payout.payoutId, { status, send_ipn: step.random.chance(0.6) });
      return `${payout.payoutId} ends ${status}`;
    }),

  resendPayoutIpn: async (world, _view, step) =>
    await about(
      world.simulator.payouts().filter(({ lastIpnBody }) => lastIpnBody !== null),
      step.at,
      async (payout) => {
        await world.simulator.resendPayoutIpn(payout.payoutId);
        return `the last notification about ${payout.payoutId} again`;
      },
    ),
} satisfies Record<string, Operation>;

async function about(
  payouts: PayoutRecord[],
  at: number,
  work: (payout: PayoutRecord) => Promise<string>,
): Promise<string> {
  const payout = choose(payouts, at);
  return payout === undefined ? 'no payout' : await work(payout);
}
