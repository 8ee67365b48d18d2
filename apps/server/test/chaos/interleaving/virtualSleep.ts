import { createRequire, syncBuiltinESMExports } from 'node:module';
import { currentActivity } from './activity.ts';
import { awaitTurn } from './interleaver.ts';

type Sleep = (ms?: number, value?: unknown, options?: object) => Promise<unknown>;

/**
 * Makes `setTimeout` of `node:timers/promises` pass in virtual time for operations of a schedule: a sleeper
 * waits for its turn while the clock moves on. Other code sleeps as usual. The product has no other way to
 * sleep, so nothing in it must be changed for this.
 */
export function sleepVirtually(advance: (ms: number) => void): void {
  const timers = createRequire(import.meta.url)('node:timers/promises') as { setTimeout: Sleep };
  const sleep = timers.setTimeout;
  timers.setTimeout = async (ms = 0, value, options) => {
    const task = currentActivity()?.task ?? null;
    if (task === null) return await sleep(ms, value, options);
    advance(ms);
    await awaitTurn();
    return value;
  };
  syncBuiltinESMExports();
}
