import type { Knex } from 'knex';

/** Counts how long calls to the provider take. */
export interface CallTimes {
  /** Returns at once, and never throws: what it counts is written later. */
  note(elapsedMs: number): void;
}

interface CallTimesOptions {
  knex: Knex;
  log: { warn(fields: object, message: string): void };
  /** Time from a call until it is written, with all that follow until then. */
  writeAfterMs?: number;
}

const WRITE_AFTER_MS = 5000;

/**
 * Adds the calls of this process to the counts by minute that all processes share, in one statement every five seconds
 * at most. What is not written when the process ends, or cannot be written, is missing from the figures.
 */
export function createCallTimes({ knex, log, writeAfterMs = WRITE_AFTER_MS }: CallTimesOptions): CallTimes {
  let counts = new Map<number, number>();
  let isPlanned = false;

  function plan(): void {
    if (isPlanned || counts.size === 0) return;
    isPlanned = true;
    setTimeout(() => void write(), writeAfterMs).unref();
  }

  /** One at a time: a database that is slow gets no second one to do. */
  async function write(): Promise<void> {
    const written = [...counts];
    counts = new Map();
    try {
      await addCallTimes(knex, written);
    } catch (error) {
      log.warn({ err: error }, 'the times of provider calls could not be counted');
    } finally {
      isPlanned = false;
      plan();
    }
  }

  return {
    note(elapsedMs) {
      const step = stepOf(elapsedMs);
      counts.set(step, (counts.get(step) ?? 0) + 1);
      plan();
    },
  };
}

/** Longer calls than the client's longest timeout count as such. */
const MAX_MS = 120_000;

/** The lowest step that a time does not exceed, in whole milliseconds; each step is a tenth above the one before. */
export function stepOf(elapsedMs: number): number {
  const ms = Math.min(Math.max(1, Math.ceil(elapsedMs)), MAX_MS);
  let step = 1;
  while (step < ms) step = Math.ceil(step * 1.1);
  return step;
}

/** In the order of the key, so that two processes never wait for each other. */
async function addCallTimes(knex: Knex, counts: readonly (readonly [step: number, calls: number])[]) {
  await knex.raw(
    `insert into provider_call_times as t (minute, up_to_ms, calls)
     select date_trunc('minute', clock_timestamp()), step, calls
     from unnest(?::int[], ?::int[]) as counted (step, calls) order by step
     on conflict (minute, up_to_ms) do update set calls = t.calls + excluded.calls`,
    [counts.map(([step]) => step), counts.map(([, calls]) => calls)],
  );
}
