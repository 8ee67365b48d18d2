import type { Sandbox } from './openSandbox.ts';
import { settle } from './settle.ts';

const SHORTEST_STEP_MS = 3_600_000;
const MOST_STEPS = 8;

/**
 * Lets time pass. What falls due on the way happens on the way, in steps of an hour, or of an eighth of the whole where
 * that is longer; afterwards nothing is due. The database moves first: it takes no entry from the future.
 */
export async function advance(sandbox: Sandbox, ms: number): Promise<void> {
  const { clock, databaseClock } = sandbox;
  const stepMs = Math.max(SHORTEST_STEP_MS, Math.ceil(ms / MOST_STEPS));
  for (let left = ms; left > 0; left -= stepMs) {
    const step = Math.min(left, stepMs);
    await databaseClock.setAhead(clock.aheadMs() + step);
    clock.advance(step);
    await settle(sandbox);
  }
}
