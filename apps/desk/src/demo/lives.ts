import { AsyncLocalStorage } from 'node:async_hooks';
import type { AppContext } from '@paydesk/server/domain';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** One story as it is lived: a desk whose clock shows the story's own moment, and ways to let time pass. */
export interface Life {
  readonly ctx: AppContext;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Lets this many milliseconds pass. What would lie after the present is not lived: the story ends there.
   */
  pass(ms: number): Promise<void>;
  until(time: number): Promise<void>;
}

export type Story = (life: Life) => Promise<void>;

interface Sleeper {
  at: number;
  who: string;
  wake: () => void;
}

/**
 * So many stories act at once, if their moments are this close: the simulator may be ahead of a story by as
 * much, and with it its steps.
 */
export const MOST_AT_ONCE = 10;
const CLOSE_MS = 8 * HOUR;
const LOOK_AHEAD = 40;

/** Tells code that knows of no story, such as the simulator's clock, in which moment it is called. */
const moments = new AsyncLocalStorage<{ now: number }>();

/** The moment of the story that the caller is part of; undefined outside of all stories. */
export const storyMoment = (): number | undefined => moments.getStore()?.now;

/**
 * Lives many stories through in the order of time, which takes seconds. Stories whose moments are close act
 * at once, each in its own moment, but never two of the same person: what happens to a person happens in its
 * order.
 */
export class Lives {
  readonly #ctx: AppContext;
  readonly #endAt: number;
  /** The latest first: the next one is at the end. */
  readonly #sleepers: Sleeper[] = [];
  #awake = 0;
  #allAsleep: () => void = () => {};
  #failure: { error: unknown } | null = null;

  /** @param endAt the present, in milliseconds since 1970 */
  constructor(ctx: AppContext, endAt: number) {
    this.#ctx = ctx;
    this.#endAt = endAt;
  }

  /** Adds a story that begins at a time and is about one person. */
  begin(at: number, who: string, story: Story): void {
    if (at > this.#endAt) return;
    this.#sleep({
      at,
      who,
      wake: () => void moments.run({ now: at }, async () => await this.#live(who, story)),
    });
  }

  /** Lives all stories up to the present. Rejects with the first failure of any. */
  async run(): Promise<void> {
    while (this.#sleepers.length > 0) {
      const batch = this.#takeNext();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#allAsleep = resolve;
      this.#awake = batch.length;
      for (const sleeper of batch) sleeper.wake();
      await promise;
      if (this.#failure !== null) throw this.#failure.error;
    }
  }

  async #live(who: string, story: Story): Promise<void> {
    const moment = moments.getStore() ?? { now: this.#endAt };
    const until = async (time: number): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (time <= this.#endAt) {
        moment.now = Math.max(time, moment.now);
        this.#sleep({ at: moment.now, who, wake: resolve });
      }
      this.#rest();
      await promise;
    };
    const life: Life = {
      ctx: { ...this.#ctx, clock: { now: () => new Date(moment.now) } },
      now: () => moment.now,
      until,
      pass: async (ms) => await until(moment.now + ms),
    };
    try {
      await story(life);
    } catch (error) {
      this.#failure ??= { error };
    }
    this.#rest();
  }

  #rest(): void {
    this.#awake -= 1;
    if (this.#awake === 0) this.#allAsleep();
  }

  #sleep(sleeper: Sleeper): void {
    const place = this.#sleepers.findLastIndex((other) => other.at > sleeper.at) + 1;
    this.#sleepers.splice(place, 0, sleeper);
  }

  #takeNext(): Sleeper[] {
    const last = this.#sleepers.length - 1;
    const from = this.#sleepers[last]?.at ?? 0;
    const taken: Sleeper[] = [];
    const busy = new Set<string>();
    for (
      let index = last;
      index >= Math.max(0, last - LOOK_AHEAD) && taken.length < MOST_AT_ONCE;
      index -= 1
    ) {
      const sleeper = this.#sleepers[index];
      if (sleeper === undefined || sleeper.at > from + CLOSE_MS) break;
      if (busy.has(sleeper.who)) continue;
      busy.add(sleeper.who);
      taken.push(sleeper);
    }
    for (const sleeper of taken) this.#sleepers.splice(this.#sleepers.lastIndexOf(sleeper), 1);
    return taken;
  }
}
