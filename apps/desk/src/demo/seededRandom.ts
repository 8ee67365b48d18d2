import { createHash } from 'node:crypto';

/** Random numbers that are the same in every run. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  bytes(length: number): Uint8Array;
}

/** One source for each scenario, so that its numbers do not depend on the order in which scenarios run. */
export function seededRandom(seed: string): Random {
  let block = 0;
  let left: number[] = [];
  const byte = (): number => {
    if (left.length === 0)
      left = [
        ...createHash('sha256')
          .update(`${seed} ${(block += 1)}`)
          .digest(),
      ];
    return left.pop() ?? 0;
  };
  const next = () => (byte() * 2 ** 16 + byte() * 2 ** 8 + byte()) / 2 ** 24;
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: (list) => list[between(0, list.length - 1)] ?? list[0],
    bytes: (length) => Uint8Array.from({ length }, byte),
  };
}
