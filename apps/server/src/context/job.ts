import type { AppContext } from './appContext.ts';

/** Work that the clock starts. Safe to run twice at once and to be cut off anywhere. */
export interface Job {
  name: string;
  /**
   * Seconds from the end of one run to the start of the next; for work that is due more often than once a
   * minute.
   */
  everySeconds?: number;
  /** Five fields, UTC; also the safety net that restarts an `everySeconds` chain. */
  cron: string;
  run(ctx: AppContext): Promise<void>;
}
