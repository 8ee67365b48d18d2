import type { ProviderError } from '../providerError.ts';

/**
 * Requests that share a budget. Interactive requests and polling have separate ones, so that neither delays
 * the other.
 */
export type RequestGroup = 'create' | 'estimate' | 'read' | 'poll' | 'list' | 'catalogue' | 'auth' | 'payout';

/** The circuit breaker. `half_open`: one instance is probing whether the provider is back. */
export interface ProviderCircuit {
  state: 'closed' | 'open' | 'half_open';
  /** When it was last closed, or when it left that state. */
  since: Date;
  /** The text of the last failure that counted; null when there was none. */
  lastError: string | null;
}

/** Controls the requests of the client: rate limits by group, and a circuit breaker. */
export interface ProviderTraffic {
  /**
   * Waits until a request may be sent. Throws ProviderError before anything is sent: `unavailable` with code
   * CIRCUIT_OPEN, or `rate_limited` with LOCAL_BUDGET (the queue is too long) or PAUSED (the provider
   * answered 429).
   */
  acquire(group: RequestGroup): Promise<void>;
  /**
   * Records the outcome of a call that was sent; null: success. Never throws, so that the answer is not lost.
   */
  recordOutcome(group: RequestGroup, error: ProviderError | null): Promise<void>;
  /**
   * Requests that can be sent now without waiting; 0 while the circuit is open, Infinity without a budget.
   */
  quotaLeft(group: RequestGroup): Promise<number>;
  circuit(): Promise<ProviderCircuit>;
  /** Whether the caller is the one to probe the provider. It must then call `endProbe`. */
  claimProbe(): Promise<boolean>;
  endProbe(error: ProviderError | null): Promise<void>;
}

export interface Budget {
  /** Requests a second in the long run; Infinity for no limit. */
  perSecond: number;
  /** Requests that may be sent at once after a quiet time. */
  burst: number;
  /** Longest time that a request queues before it is refused. */
  maximumWaitMs: number;
}

/**
 * Below the provider's published limits of 3/s for creates and 7/s for estimates; the others are not
 * published.
 */
export const BUDGETS: Readonly<Record<RequestGroup, Budget>> = {
  create: { perSecond: 2, burst: 2, maximumWaitMs: 10_000 },
  estimate: { perSecond: 5, burst: 5, maximumWaitMs: 10_000 },
  read: { perSecond: 3, burst: 6, maximumWaitMs: 10_000 },
  poll: { perSecond: 3, burst: 6, maximumWaitMs: 15_000 },
  list: { perSecond: 2, burst: 4, maximumWaitMs: 20_000 },
  catalogue: { perSecond: 1, burst: 3, maximumWaitMs: 20_000 },
  auth: { perSecond: 1, burst: 3, maximumWaitMs: 20_000 },
  payout: { perSecond: 1, burst: 3, maximumWaitMs: 15_000 },
};

/**
 * The budgets for a base URL: those above, or none on loopback, where the simulator listens; `perSecond`
 * overrides.
 */
export function budgetsFor(
  baseUrl: string,
  perSecond: Partial<Record<RequestGroup, number>> = {},
): Record<RequestGroup, Budget> {
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname);
  const entries = Object.entries(BUDGETS) as [RequestGroup, Budget][];
  const chosen = entries.map(([group, budget]) => [
    group,
    { ...budget, perSecond: perSecond[group] ?? (isLoopback ? Infinity : budget.perSecond) },
  ]);
  return Object.fromEntries(chosen) as Record<RequestGroup, Budget>;
}
