import { ProviderError } from '../providerError.ts';
import type { Budget, ProviderTraffic, RequestGroup } from './providerTraffic.ts';

interface LocalTrafficOptions {
  budgets: Record<RequestGroup, Budget>;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

/** The budgets of a single process, for a client without a database. The circuit is always closed. */
export function createLocalTraffic({ budgets, now, sleep }: LocalTrafficOptions): ProviderTraffic {
  const since = new Date(now());
  const buckets = new Map<RequestGroup, TokenBucket>();
  for (const [group, budget] of Object.entries(budgets) as [RequestGroup, Budget][])
    buckets.set(group, createTokenBucket({ ...budget, now, sleep }));
  return {
    async acquire(group) {
      await buckets.get(group)?.();
    },
    recordOutcome: async () => {},
    quotaLeft: (group) =>
      Promise.resolve(budgets[group].perSecond === Infinity ? Infinity : budgets[group].burst),
    circuit: () => Promise.resolve({ state: 'closed', since, lastError: null }),
    claimProbe: () => Promise.resolve(false),
    endProbe: async () => {},
  };
}

interface TokenBucketOptions extends Budget {
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

/**
 * Waits until a request may be sent. Throws ProviderError `rate_limited`, before sending, when the queue is
 * too long.
 */
type TokenBucket = () => Promise<void>;

/**
 * The generic cell rate algorithm, the same as `take_provider_quota` in PostgreSQL: the time of the next free
 * request is the whole state, and each request moves it on by its share of a second.
 */
function createTokenBucket({ perSecond, burst, maximumWaitMs, now, sleep }: TokenBucketOptions): TokenBucket {
  if (perSecond === Infinity) return async () => {};
  const shareMs = 1000 / perSecond;
  let nextAt = 0;
  return async () => {
    const at = now();
    const sendAt = Math.max(nextAt, at - shareMs * (burst - 1));
    const waitMs = Math.ceil(sendAt - at);
    if (waitMs > maximumWaitMs) {
      throw new ProviderError('rate_limited', 'Too many requests are waiting for the payment provider.', {
        code: 'LOCAL_BUDGET',
        retryAfterMs: waitMs,
      });
    }
    nextAt = sendAt + shareMs;
    if (waitMs > 0) await sleep(waitMs);
  };
}
