import type { Logger } from 'pino';

/** A running process of the desk. */
export interface Running {
  /** Sent to the parent process, if there is one. */
  ready: Record<string, unknown>;
  log: Logger;
  /** So long it goes on before `stop` is called, when it is asked to stop. */
  delayMs?: number;
  /** Finishes the work under way, within `DRAIN_MS`, and releases all resources. Returns what had to be cut off. */
  stop(): Promise<{ cut: number }>;
}

/** What is under way when a process is asked to stop has so long to finish. */
export const DRAIN_MS = 30_000;

/** For what comes after it: closing connections and pools. */
const CLOSE_MS = 5000;

/** A terminal and a package manager both pass one Ctrl-C on: signals so close to each other are one. */
const SAME_SIGNAL_MS = 500;

/**
 * Runs one process of the desk until SIGTERM, SIGINT or the end of its parent, and then drains it: exit code 0 when
 * everything under way has finished, 1 when it could not start or something was cut off. A second signal ends it at
 * once. An error that nothing has caught drains it too, with exit code 1: what it left behind in memory is not known.
 *
 * @param start receives the signal that is aborted when the process is asked to stop
 */
export async function runProcess(start: (stopping: AbortSignal) => Promise<Running>): Promise<void> {
  const stopping = new AbortController();
  let running: Running | null = null;
  let exitCode = 0;
  let askedAt: number | null = null;

  function askToStop(why: string): void {
    if (askedAt !== null) return;
    askedAt = performance.now();
    running?.log.info({ why }, 'stopping: work under way is finished first');
    stopping.abort();
    if (running !== null) void drain(running);
  }

  function onSignal(name: string): void {
    if (askedAt === null || performance.now() - askedAt < SAME_SIGNAL_MS) return askToStop(name);
    running?.log.warn({ signal: name }, 'stopping at once: work under way is cut off');
    process.exit(1);
  }

  async function drain({ log, stop, delayMs = 0 }: Running): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const startedAt = performance.now();
    setTimeout(() => {
      log.error('the process did not stop in time');
      process.exit(1);
    }, DRAIN_MS + CLOSE_MS).unref();
    try {
      const { cut } = await stop();
      const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
      if (cut > 0) log.error({ cut, seconds }, 'stopped; work that did not finish in time was cut off');
      else log.info({ seconds }, 'stopped; everything under way was finished');
      process.exit(cut > 0 ? 1 : exitCode);
    } catch (error) {
      log.error({ err: error }, 'the process could not stop cleanly');
      process.exit(1);
    }
  }

  function fail(error: unknown): void {
    exitCode = 1;
    if (running === null) exitWith(error);
    running.log.fatal({ err: error }, 'an error was not caught');
    askToStop('an error was not caught');
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
  process.on('disconnect', () => askToStop('the parent process has ended'));
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  try {
    running = await start(stopping.signal);
  } catch (error) {
    exitWith(error);
  }
  if (askedAt !== null) await drain(running);
  process.send?.({ ready: true, ...running.ready });
}

function exitWith(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
