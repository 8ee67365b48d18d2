import { ProviderError } from '../providerError.ts';

interface TokenBucketOptions {
  /** Requests a second in the long run; Infinity for no limit. */
  perSecond: number;
  /** Requests that may go at once after a quiet time. */
  burst: number;
  /** Longest queueing time; beyond it a request is refused at once. */
  maximumWaitMs: number;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

/**
 * Waits for its turn. Throws ProviderError `rate_limited` when the queue is too long: nothing was sent then.
 */
export type TokenBucket = () => Promise<void>;

/**
 * Keeps requests under the provider's limit per client address (facts 1.4), which it enforces with HTML
 * pages. One "theoretical arrival time" is the whole state: each request moves it on by its share of a
 * second.
 */
export function createTokenBucket({
  perSecond,
  burst,
  maximumWaitMs,
  now,
  sleep,
}: TokenBucketOptions): TokenBucket {
  if (perSecond === Infinity) return async () => {};
  const shareMs = 1000 / perSecond;
  let nextAt = 0;
  return async () => {
    const at = now();
    const turnAt = Math.max(nextAt, at - shareMs * (burst - 1));
    const waitMs = Math.ceil(turnAt - at);
    if (waitMs > maximumWaitMs) {
      throw new ProviderError('rate_limited', 'Too many requests are waiting for the payment provider.', {
        code: 'LOCAL_BUDGET',
        retryAfterMs: waitMs,
      });
    }
    nextAt = turnAt + shareMs;
    if (waitMs > 0) await sleep(waitMs);
  };
}
