const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first failure, the second, and so on: three days in all, as Standard Webhooks recommends. */
const WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** A tenth more or less, so that receivers which failed together are not called together. */
const JITTER = 0.1;

/**
 * How long to wait after so many failures of one event, in milliseconds. Null: it is not tried again.
 * @param random from 0 to 1
 */
export function waitAfter(failures: number, random = Math.random()): number | null {
  const wait = WAITS_MS[failures - 1];
  return wait === undefined ? null : Math.round(wait * (1 - JITTER + 2 * JITTER * random));
}
