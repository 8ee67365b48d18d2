import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningDatabase } from '@paydesk/embedded-database';
import { RESTART_TIMES, restartPauses } from './restartPauses.ts';

const POLL_MS = 1000;

/** A database that is started again when it ends. */
export interface SupervisedDatabase {
  /** Watches it no longer; it runs on. */
  stop(): void;
  /** Rejects when it cannot be started again; never resolves. */
  lost: Promise<never>;
}

/**
 * Starts the embedded PostgreSQL again when it ends, however it did; what was committed is there, and its address stays
 * the same. Server and worker connect again by themselves.
 */
export function superviseDatabase(
  database: Pick<RunningDatabase, 'isRunning' | 'startAgain'>,
  log: (line: string) => void,
  times = RESTART_TIMES,
): SupervisedDatabase {
  let stopping = false;
  const { promise: lost, reject: giveUp } = Promise.withResolvers<never>();
  lost.catch(() => {});

  async function watch(): Promise<void> {
    const pauses = restartPauses('PostgreSQL', times);
    for (;;) {
      const startedAt = performance.now();
      while (!stopping && database.isRunning()) await sleep(Math.min(POLL_MS, times.firstMs));
      if (stopping) return;
      const delayMs = pauses.afterRunning(performance.now() - startedAt);
      log(`PostgreSQL ended unexpectedly; starting it again in ${delayMs / 1000} s`);
      await sleep(delayMs);
      while (!stopping && !(await startAgain())) await sleep(pauses.afterFailedStart());
      if (stopping) return;
      log('PostgreSQL runs again');
    }
  }

  async function startAgain(): Promise<boolean> {
    try {
      await database.startAgain();
      return true;
    } catch (error) {
      log(`PostgreSQL did not start again: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
  watch().catch(giveUp);

  return { stop: () => (stopping = true), lost };
}
