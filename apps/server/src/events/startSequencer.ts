import type { AppContext } from '../context/appContext.ts';
import { sequenceEvents } from './sequenceEvents.ts';

/** How often an idle process looks for events that others wrote. */
const POLL_MS = 200;

/** From the first change to its number: others that come at the same time share the run. */
const WAKE_MS = 25;

/** Time after a run that numbered something, so that a busy desk numbers its events in batches. */
const BUSY_PAUSE_MS = 100;

export interface Sequencer {
  /** Something has happened in this process: look now. */
  wake(): void;
  /** Resolves when everything that was committed before the call has its number. */
  settle(): Promise<void>;
  /** Ends after the run that is under way. */
  stop(): Promise<void>;
}

/** Numbers events as long as the process lives. Every server and worker runs one; they take turns. */
export function startSequencer(ctx: AppContext): Sequencer {
  let timer: NodeJS.Timeout | null = null;
  let dueAt = 0;
  let pausedUntil = 0;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = false;

  async function run(): Promise<void> {
    const isExpected = isWoken;
    isWoken = false;
    try {
      // An idle desk is only looked at: to number takes a lock.
      if ((isExpected || (await hasWaiting(ctx))) && (await sequenceEvents(ctx)) > 0)
        pausedUntil = performance.now() + BUSY_PAUSE_MS;
    } catch (error) {
      if (!isStopped) ctx.log.error({ err: error }, 'events could not be numbered; trying again');
    }
    running = null;
    schedule(isWoken ? wakeDelay() : POLL_MS);
  }

  /** A run that is due earlier stays: under constant calls it must not be put off. */
  function schedule(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (isStopped || (timer !== null && dueAt <= at)) return;
    if (timer !== null) clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => {
      timer = null;
      running = run();
    }, delayMs);
  }

  function wakeDelay(): number {
    return Math.max(WAKE_MS, pausedUntil - performance.now());
  }

  schedule(0);
  return {
    wake() {
      isWoken = true;
      if (running === null) schedule(wakeDelay());
    },
    async settle() {
      while (await hasWaiting(ctx)) await sequenceEvents(ctx);
    },
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

async function hasWaiting({ knex }: AppContext): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { waiting: boolean }[] }>(
    'select exists (select from event_outbox) as waiting',
  );
  return rows[0]?.waiting === true;
}
