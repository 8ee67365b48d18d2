/** One amount within the windows, as `add` gave it out. */
export interface RollingEntry {
  readonly at: number;
  amount: bigint;
  /** Where it stands among all that were ever added. */
  readonly position: number;
}

/** So many old entries are let go at a time. */
const SWEEP = 1024;

/**
 * Sums over the last so many milliseconds, for several lengths at once, over events that come in order. Each event costs the same however many
 * there are. An event that lies exactly one window back is out of it.
 */
export class RollingSums {
  readonly #windowsMs: readonly number[];
  readonly #sums: bigint[];
  /** Per window the position of the first entry within. */
  readonly #first: number[];
  readonly #entries: RollingEntry[] = [];
  /** How many entries were let go. */
  #gone = 0;

  constructor(windowsMs: readonly number[]) {
    this.#windowsMs = windowsMs;
    this.#sums = windowsMs.map(() => 0n);
    this.#first = windowsMs.map(() => 0);
  }

  /** The sums at this moment, one for each window. */
  sumsAt(now: number): readonly bigint[] {
    this.#windowsMs.forEach((length, window) => {
      for (let entry = this.#at(this.#first[window] as number); entry !== undefined && entry.at <= now - length; entry = this.#at(this.#first[window] as number)) {
        this.#sums[window] = (this.#sums[window] as bigint) - entry.amount;
        this.#first[window] = entry.position + 1;
      }
    });
    this.#sweep();
    return this.#sums;
  }

  add(at: number, amount: bigint): RollingEntry {
    const entry = { at, amount, position: this.#gone + this.#entries.length };
    this.#entries.push(entry);
    this.#sums.forEach((sum, window) => (this.#sums[window] = sum + amount));
    return entry;
  }

  /** From now on this entry does not count. */
  cancel(entry: RollingEntry): void {
    this.#sums.forEach((sum, window) => {
      if (entry.position >= (this.#first[window] as number)) this.#sums[window] = sum - entry.amount;
    });
    entry.amount = 0n;
  }

  #at(position: number): RollingEntry | undefined {
    return this.#entries[position - this.#gone];
  }

  #sweep(): void {
    const past = Math.min(...this.#first) - this.#gone;
    if (past < SWEEP) return;
    this.#entries.splice(0, past);
    this.#gone += past;
  }
}
