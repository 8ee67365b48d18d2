import type { Logger } from 'pino';

/** What a process says of connections that cannot be opened, one object for all its pools. */
export interface ConnectionProblems {
  /** A connection could not be opened, or waited for too long. */
  failed(problem: string): void;
  opened(): void;
}

/** A problem that was not met for so long and comes back is news. */
const QUIET_MS = 60_000;

/**
 * Logs each problem once, and that it is over: a database that is away is met with every request and every job, and by
 * several pools. The rest is logged with `LOG_LEVEL=debug`.
 */
export function connectionProblems(log: Pick<Logger, 'info' | 'warn' | 'debug'>): ConnectionProblems {
  const metAt = new Map<string, number>();
  return {
    failed(problem) {
      const now = performance.now();
      const before = metAt.get(problem);
      metAt.set(problem, now);
      const isNews = before === undefined || now - before > QUIET_MS;
      log[isNews ? 'warn' : 'debug']({ problem }, 'no connection to the database');
    },
    opened() {
      if (metAt.size === 0) return;
      log.info({ problems: [...metAt.keys()] }, 'connections to the database are opened again');
      metAt.clear();
    },
  };
}

/** For knex, which would print to standard output: whoever asked for the connection gets the error as well. */
export const knexLog = (problems: ConnectionProblems | undefined) => ({
  warn(message: unknown) {
    // The stack is that of the driver.
    const [line = ''] = String(message).split('\n');
    problems?.failed(line.replace(/^Acquire connection error: (\w*Error: )?/, ''));
  },
});
