import { ProviderError } from './providerError.ts';

interface RetryOptions {
  /** Tries in all, the first included. */
  attempts: number;
  sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1): spreads the tries of many callers. */
  random: () => number;
}

/** Longest single pause. A provider that asks for more gets its error passed on. */
const maximumPauseMs = 10_000;

/**
 * Repeats a provider call while its failure proves that nothing was done: `unavailable` and `rate_limited`.
 * An `ambiguous` create is never repeated here; the caller has to look for it first.
 */
export async function withRetries<Answer>(
  call: () => Promise<Answer>,
  { attempts, sleep, random }: RetryOptions,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || !isRepeatable(error)) throw error;
      const pauseMs = pauseAfter(error, attempt, random());
      if (pauseMs > maximumPauseMs) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Failures of our own that a second try a moment later cannot mend. */
const pointless: ReadonlySet<string | null> = new Set(['CLOSED', 'CIRCUIT_OPEN', 'NO_TURN']);

function isRepeatable(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    !pointless.has(error.code) &&
    (error.kind === 'unavailable' || error.kind === 'rate_limited')
  );
}

/** Exponential with half of it jitter: 0.3, 0.6, 1.2 s; from 1 s when the provider says "too many". */
function pauseAfter(error: ProviderError, attempt: number, random: number): number {
  const startMs = error.kind === 'rate_limited' ? 1000 : 300;
  const fullMs = Math.min(startMs * 2 ** (attempt - 1), maximumPauseMs);
  return Math.max(Math.round(fullMs * (0.5 + random / 2)), error.retryAfterMs ?? 0);
}
