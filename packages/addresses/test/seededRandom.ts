import { createHash } from 'node:crypto';

/** Pseudo-random numbers that are the same in every run, so that a failing vector can be found again. */
export interface SeededRandom {
  /** This many bytes. */
  bytes(length: number): Uint8Array;
  /** A whole number from 0 to below the limit, at most 2^32. */
  below(limit: number): number;
  /** One of the items; they must not be empty. */
  pick<Item>(items: ArrayLike<Item>): Item;
}

/** SHA-256 over seed and counter. Not for secrets. */
export function seededRandom(seed: string): SeededRandom {
  let counter = 0;
  let pool = new Uint8Array(0);
  function bytes(length: number): Uint8Array {
    const taken = new Uint8Array(length);
    for (let index = 0; index < length; index++) {
      if (pool.length === 0)
        pool = Uint8Array.from(createHash('sha256').update(`${seed}:${counter++}`).digest());
      taken[index] = pool[0] ?? 0;
      pool = pool.subarray(1);
    }
    return taken;
  }
  const below = (limit: number): number => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4);
    return Math.floor(((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32) * limit);
  };
  return { bytes, below, pick: (items) => items[below(items.length)]! };
}
