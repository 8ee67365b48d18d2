import type { AppContext } from './appContext.ts';

/** Scheduled work. Safe to run concurrently and to be interrupted at any point. */
export interface Job {
  name: string;
  /** Seconds from the end of one run to the start of the next, for work that runs more than once a minute. */
  everySeconds?: number;
  /** Five fields, UTC. It also restarts an interrupted `everySeconds` chain. */
  cron: string;
  run(ctx: AppContext): Promise<void>;
}
