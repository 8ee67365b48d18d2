import type { SandboxControl } from './sandboxControl.ts';

/** Whole numbers; together at most a year. */
export interface Duration {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

/** The time of server, worker, database and simulator. It goes on by itself, and forward only. */
export interface DeskClock {
  now(): Promise<Date>;
  /** Lets time pass, with everything that is due in it. Resolves with the new time when nothing is due any more. */
  advance(duration: Duration): Promise<Date>;
}

export function deskClock(control: SandboxControl): DeskClock {
  const timeOf = ({ now }: { now: string }) => new Date(now);
  return {
    now: async () => timeOf(await control('clock.now')),
    advance: async ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
      const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
      return timeOf(await control('clock.advance', { ms }));
    },
  };
}
