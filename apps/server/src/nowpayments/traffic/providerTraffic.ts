import type { ProviderError } from '../providerError.ts';

/** Requests that share a budget. People and polling have their own, so that neither waits for the other. */
export type RequestGroup = 'create' | 'estimate' | 'read' | 'poll' | 'list' | 'catalogue' | 'auth' | 'payout';

/** Whether the provider is asked at all. `half_open`: one instance is looking whether it is back. */
export interface ProviderCircuit {
  state: 'closed' | 'open' | 'half_open';
  /** When it was closed last, or left that state. */
  since: Date;
  /** The last failure that counted, in words; null when there was none. */
  lastError: string | null;
}

/**
 * What goes between the client and the provider: whose turn it is, and whether there is any point in asking.
 */
export interface ProviderTraffic {
  /**
   * Waits for a turn. Throws ProviderError before anything is sent: `unavailable` with code CIRCUIT_OPEN, or
   * `rate_limited` with LOCAL_BUDGET (the queue is too long) or PAUSED (the provider said "too many").
   */
  enter(group: RequestGroup): Promise<void>;
  /**
   * Notes how a call that was sent ended; null: it worked. Never throws: the answer counts more than the
   * note.
   */
  leave(group: RequestGroup, error: ProviderError | null): Promise<void>;
  /**
   * Turns that could be taken now without waiting; 0 while the circuit is open, Infinity without a budget.
   */
  turnsLeft(group: RequestGroup): Promise<number>;
  circuit(): Promise<ProviderCircuit>;
  /** Whether the caller is the one to look whether the provider is back. It must call `endProbe` then. */
  claimProbe(): Promise<boolean>;
  endProbe(error: ProviderError | null): Promise<void>;
}

export interface Budget {
  /** Requests a second in the long run; Infinity for no limit. */
  perSecond: number;
  /** Requests that may go at once after a quiet time. */
  burst: number;
  /** Longest time that a request queues before it is refused. */
  maximumWaitMs: number;
}

/**
 * Under the provider's published 3/s for creates and 7/s for estimates (facts 1.4); the others are
 * unpublished.
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
 * The budgets towards an address: those above, or none on loopback, where the simulator listens; `perSecond`
 * overrides either.
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
