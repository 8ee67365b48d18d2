import { AsyncLocalStorage } from 'node:async_hooks';
import type { AppContext } from '@paydesk/server/domain';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A scenario that runs: a context whose clock shows the scenario's own time, and ways to let time pass. */
export interface ScenarioRun {
  readonly ctx: AppContext;
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets this many milliseconds pass. Beyond the present it never returns: the scenario ends there. */
  wait(ms: number): Promise<void>;
  waitUntil(time: number): Promise<void>;
}

export type Scenario = (run: ScenarioRun) => Promise<void>;

interface Waiting {
  /** Milliseconds since 1970. */
  at: number;
  /** The customer whom the scenario is about. */
  customer: string;
  resume: () => void;
}

/** Scenarios that run at the same time, at most. */
export const MAX_PARALLEL = 10;
/** Their times may differ by this much: the simulator's clock is that of whichever scenario calls it. */
const PARALLEL_WINDOW_MS = 8 * HOUR;
const LOOK_AHEAD = 40;

/** The time of the running scenario, for code that is not handed it, such as the simulator's clock. */
const clocks = new AsyncLocalStorage<{ now: number }>();

/** The time of the scenario that the caller is part of; undefined outside of all scenarios. */
export const scenarioTime = (): number | undefined => clocks.getStore()?.now;

/**
 * Runs many scenarios in the order of their simulated times, which takes seconds. Scenarios whose times are close
 * run at once, each with its own time, but never two of the same customer: what happens to a customer happens in
 * order.
 */
export class Timeline {
  readonly #ctx: AppContext;
  readonly #endAt: number;
  /** The latest first: the next one is at the end. */
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #allPaused: () => void = () => {};
  #failure: { error: unknown } | null = null;

  /** @param endAt the present, in milliseconds since 1970 */
  constructor(ctx: AppContext, endAt: number) {
    this.#ctx = ctx;
    this.#endAt = endAt;
  }

  /** Adds a scenario that begins at a time and is about one customer. */
  schedule(at: number, customer: string, scenario: Scenario): void {
    if (at > this.#endAt) return;
    this.#enqueue({
      at,
      customer,
      resume: () => void clocks.run({ now: at }, async () => await this.#play(customer, scenario)),
    });
  }

  /** Runs all scenarios up to the present. Rejects with the first failure of any. */
  async run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#takeNext();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#allPaused = resolve;
      this.#running = batch.length;
      for (const { resume } of batch) resume();
      await promise;
      if (this.#failure !== null) throw this.#failure.error;
    }
  }

  async #play(customer: string, scenario: Scenario): Promise<void> {
    const clock = clocks.getStore() ?? { now: this.#endAt };
    const waitUntil = async (time: number): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (time <= this.#endAt) {
        clock.now = Math.max(time, clock.now);
        this.#enqueue({ at: clock.now, customer, resume: resolve });
      }
      this.#pause();
      await promise;
    };
    const run: ScenarioRun = {
      ctx: { ...this.#ctx, clock: { now: () => new Date(clock.now), elapsedMs: () => clock.now } },
      now: () => clock.now,
      waitUntil,
      wait: async (ms) => await waitUntil(clock.now + ms),
    };
    try {
      await scenario(run);
    } catch (error) {
      this.#failure ??= { error };
    }
    this.#pause();
  }

  #pause(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#allPaused();
  }

  #enqueue(entry: Waiting): void {
    const place = this.#waiting.findLastIndex((other) => other.at > entry.at) + 1;
    this.#waiting.splice(place, 0, entry);
  }

  /** The next entries whose times are close, one for each customer. */
  #takeNext(): Waiting[] {
    const last = this.#waiting.length - 1;
    const from = this.#waiting[last]?.at ?? 0;
    const taken: Waiting[] = [];
    const customers = new Set<string>();
    for (
      let index = last;
      index >= Math.max(0, last - LOOK_AHEAD) && taken.length < MAX_PARALLEL;
      index -= 1
    ) {
      const entry = this.#waiting[index];
      if (entry === undefined || entry.at > from + PARALLEL_WINDOW_MS) break;
      if (customers.has(entry.customer)) continue;
      customers.add(entry.customer);
      taken.push(entry);
    }
    for (const entry of taken) this.#waiting.splice(this.#waiting.lastIndexOf(entry), 1);
    return taken;
  }
}
