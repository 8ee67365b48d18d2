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
 * Sums over the last so many milliseconds, for several lengths at once, over events that come in order. Each
 * event costs the same however many there are. An event that lies exactly one window back is out of it.
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

  /** The sums at this moment, one for each window. The same list is handed out every time. */
  sumsAt(now: number): readonly bigint[] {
    let past = Infinity;
    for (let window = 0; window < this.#windowsMs.length; window += 1) {
      const begins = now - (this.#windowsMs[window] as number);
      let first = this.#first[window] as number;
      for (
        let entry = this.#entries[first - this.#gone];
        entry !== undefined && entry.at <= begins;
        entry = this.#entries[first - this.#gone]
      ) {
        this.#sums[window] = (this.#sums[window] as bigint) - entry.amount;
        first += 1;
      }
      this.#first[window] = first;
      past = Math.min(past, first - this.#gone);
    }
    if (past >= SWEEP) this.#sweep(past);
    return this.#sums;
  }

  add(at: number, amount: bigint): RollingEntry {
    const entry = { at, amount, position: this.#gone + this.#entries.length };
    this.#entries.push(entry);
    for (let window = 0; window < this.#sums.length; window += 1)
      this.#sums[window] = (this.#sums[window] as bigint) + amount;
    return entry;
  }

  /** From now on this entry does not count. */
  cancel(entry: RollingEntry): void {
    for (let window = 0; window < this.#sums.length; window += 1) {
      if (entry.position >= (this.#first[window] as number))
        this.#sums[window] = (this.#sums[window] as bigint) - entry.amount;
    }
    entry.amount = 0n;
  }

  #sweep(past: number): void {
    this.#entries.splice(0, past);
    this.#gone += past;
  }
}
