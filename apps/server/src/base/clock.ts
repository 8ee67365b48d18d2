/** Time for commands. Tests and demo data use another clock. */
export interface Clock {
  /** The time of day. It can jump, when it is set or the machine sleeps: no proof that another process has ended. */
  now(): Date;
  /**
   * Milliseconds of this process that have passed since some moment in the past. It never jumps; it says
   * nothing to other processes.
   */
  elapsedMs(): number;
}

export const systemClock: Clock = { now: () => new Date(), elapsedMs: () => performance.now() };
