import { applyKeptReports } from '../../../src/payments/applyKeptReports.ts';
import { checkDuePayments } from '../../../src/payments/checkDuePayments.ts';
import { outcomeOf, type Operation } from './operation.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Time, and what the worker does as it passes. */
export const clockOperations = {
  checkDuePayments: async (world, _view, step) =>
    outcomeOf(
      await world.attempt(step.instance, step.crash, async (ctx) => {
        for (let batch = 0; batch < 3; batch += 1) if ((await checkDuePayments(ctx)) === 0) return;
      }),
    ),

  applyKeptReports: async (world, _view, step) =>
    outcomeOf(await world.attempt(step.instance, step.crash, async (ctx) => await applyKeptReports(ctx))),

  /** Long enough for the next code, or the next check of a payout. */
  wait: async (world, _view, step) => {
    const seconds = step.random.pick([15, 35, 2 * MINUTE, 6 * MINUTE, 20 * MINUTE]);
    await world.simulator.advanceClock(seconds);
    return `${seconds} s`;
  },

  /** Everything that falls due on the way happens on the way. */
  jump: async (world, _view, step) => {
    const seconds = step.random.pick([
      10,
      45,
      2 * MINUTE,
      16 * MINUTE,
      3 * HOUR,
      step.random.int(1, 2 * HOUR),
      step.random.int(1, 2) * DAY,
      step.random.chance(0.3) ? 9 * DAY : 7 * DAY,
    ]);
    await world.simulator.advanceClock(seconds);
    return `${seconds} s`;
  },
} satisfies Record<string, Operation>;
