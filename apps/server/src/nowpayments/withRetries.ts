import pRetry from 'p-retry';
import { ProviderError } from './providerError.ts';

interface RetryOptions {
  /** In all, the first included. */
  attempts: number;
  sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1): spreads the retries of many callers. */
  random: () => number;
}

/** Longest delay. When the provider asks for a longer one, its error is thrown. */
const maximumDelayMs = 10_000;

/**
 * Retries a provider call while its failure means that nothing was done: `unavailable` and `rate_limited`.
 * An `ambiguous` create is never retried here; the caller has to search for the payment first.
 */
export async function withRetries<Answer>(
  call: () => Promise<Answer>,
  { attempts, sleep, random }: RetryOptions,
): Promise<Answer> {
  // Without p-retry's `signal`: on abort it would replace the error of the last attempt, and with it the word
  // `ambiguous` that keeps a create from being sent twice.
  return await pRetry(call, {
    retries: attempts - 1,
    minTimeout: 0,
    async shouldRetry({ error, attemptNumber }) {
      if (!isRetryable(error)) return false;
      const delayMs = retryDelayMs(error, attemptNumber, random());
      if (delayMs > maximumDelayMs) return false;
      await sleep(delayMs);
      return true;
    },
  });
}

/** Failures on the desk's side, which a retry a moment later does not change. */
const ownFailures: ReadonlySet<string | null> = new Set([
  'CLOSED',
  'CIRCUIT_OPEN',
  'QUOTA_UNKNOWN',
  'TOO_LATE',
]);

function isRetryable(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    !ownFailures.has(error.code) &&
    (error.kind === 'unavailable' || error.kind === 'rate_limited')
  );
}

/**
 * Exponential, half of it jitter: 0.3, 0.6, 1.2 s; from 1 s on `rate_limited`; at least what Retry-After asks
 * for.
 */
function retryDelayMs(error: ProviderError, attempt: number, random: number): number {
  const startMs = error.kind === 'rate_limited' ? 1000 : 300;
  const fullMs = Math.min(startMs * 2 ** (attempt - 1), maximumDelayMs);
  return Math.max(Math.round(fullMs * (0.5 + random / 2)), error.retryAfterMs ?? 0);
}
