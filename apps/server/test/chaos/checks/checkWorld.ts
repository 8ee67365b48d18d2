import { summary } from '../../../src/dashboard/summary.ts';
import type { Instance } from '../desk/instance.ts';
import type { World } from '../schedule/world.ts';
import { readBooks } from './books.ts';
import { checkCredits } from './checkCredits.ts';
import { checkLedger } from './checkLedger.ts';
import { checkMoves } from './checkMoves.ts';
import { checkPayouts } from './checkPayouts.ts';
import { checkPermanence } from './checkPermanence.ts';
import { checkPolicy } from './checkPolicy.ts';
import { checkPromises } from './checkPromises.ts';
import { checkReceived } from './checkReceived.ts';
import { checkWithdrawals } from './checkWithdrawals.ts';

/** Checks everything that must be true at the end of a schedule. Returns what is not, a sentence each. */
export async function checkWorld(world: World): Promise<string[]> {
  const books = await readBooks(world.observer, world.users, world.simulator.state().payments);
  return [
    ...checkLedger(books),
    ...checkMoves(books),
    ...checkCredits(books),
    ...checkReceived(world, books),
    ...checkWithdrawals(books, world.rules),
    ...checkPolicy(books, world.rules),
    ...checkPayouts(books, world.simulator.payouts()),
    ...(await checkPromises(world, books)),
    ...(await checkPermanence(world.observer, books)),
    ...(await checkSummary(world)),
  ];
}

/** The dashboard's sum over everything that schedules on this database have left. */
async function checkSummary(world: World): Promise<string[]> {
  const { conservation } = await summary((world.instances[0] as Instance).ctx);
  return conservation.unexplainedUsd === '0.00'
    ? []
    : [`the dashboard cannot explain ${conservation.unexplainedUsd} USD: ${JSON.stringify(conservation)}`];
}
