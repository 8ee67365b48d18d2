/** The present moment, as verbs see it: tests and demo data run on another clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
