/** One amount within the windows, as returned by `add`. */
export interface RollingEntry {
  readonly at: number;
  amount: bigint;
  /** Its position among all entries ever added. */
  readonly position: number;
}

/** How many old entries are removed at a time. */
const SWEEP = 1024;

/**
 * Sums over several rolling windows (lengths in milliseconds) of events that come in order of time. The cost per event
 * does not depend on their number. An event exactly one window length ago is outside the window.
 */
export class RollingSums {
  readonly #windowsMs: readonly number[];
  readonly #sums: bigint[];
  /** Per window the position of the first entry inside it. */
  readonly #first: number[];
  readonly #entries: RollingEntry[] = [];
  /** How many entries were removed. */
  #removed = 0;

  constructor(windowsMs: readonly number[]) {
    this.#windowsMs = windowsMs;
    this.#sums = windowsMs.map(() => 0n);
    this.#first = windowsMs.map(() => 0);
  }

  /** The sums at this moment, one per window. Returns the same array every time. */
  sumsAt(now: number): readonly bigint[] {
    let past = Infinity;
    for (let window = 0; window < this.#windowsMs.length; window += 1) {
      const begins = now - (this.#windowsMs[window] as number);
      let first = this.#first[window] as number;
      for (
        let entry = this.#entries[first - this.#removed];
        entry !== undefined && entry.at <= begins;
        entry = this.#entries[first - this.#removed]
      ) {
        this.#sums[window] = (this.#sums[window] as bigint) - entry.amount;
        first += 1;
      }
      this.#first[window] = first;
      past = Math.min(past, first - this.#removed);
    }
    if (past >= SWEEP) this.#sweep(past);
    return this.#sums;
  }

  add(at: number, amount: bigint): RollingEntry {
    const entry = { at, amount, position: this.#removed + this.#entries.length };
    this.#entries.push(entry);
    for (let window = 0; window < this.#sums.length; window += 1)
      this.#sums[window] = (this.#sums[window] as bigint) + amount;
    return entry;
  }

  /** Removes the entry from the sums. */
  cancel(entry: RollingEntry): void {
    for (let window = 0; window < this.#sums.length; window += 1) {
      if (entry.position >= (this.#first[window] as number))
        this.#sums[window] = (this.#sums[window] as bigint) - entry.amount;
    }
    entry.amount = 0n;
  }

  #sweep(past: number): void {
    this.#entries.splice(0, past);
    this.#removed += past;
  }
}
