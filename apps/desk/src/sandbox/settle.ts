import type { Sandbox } from './openSandbox.ts';

/** Webhooks whose receivers call the desk cause further webhooks; a receiver that never stops is not waited for. */
const MOST_ROUNDS = 20;

/**
 * Resolves when nothing is left to do at this time: the provider's notifications are delivered, the worker's jobs have
 * run, every event has its number and every due webhook was sent once.
 */
export async function settle({ simulator, jobs, sequencer, deliveries }: Sandbox): Promise<void> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    await simulator.settle();
    await jobs.runNow();
    await sequencer.settle();
    if ((await deliveries.settle()) === 0) return;
  }
}
