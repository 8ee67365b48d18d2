import type { Budget, ProviderTraffic, RequestGroup } from './providerTraffic.ts';
import { createTokenBucket } from './tokenBucket.ts';
import type { TokenBucket } from './tokenBucket.ts';

interface LocalTrafficOptions {
  budgets: Record<RequestGroup, Budget>;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

/**
 * The budgets of one process alone, for a client without a database. There is no circuit: it is always
 * closed.
 */
export function createLocalTraffic({ budgets, now, sleep }: LocalTrafficOptions): ProviderTraffic {
  const since = new Date(now());
  const buckets = new Map<RequestGroup, TokenBucket>();
  for (const [group, budget] of Object.entries(budgets) as [RequestGroup, Budget][])
    buckets.set(group, createTokenBucket({ ...budget, now, sleep }));
  return {
    async enter(group) {
      await buckets.get(group)?.();
    },
    leave: async () => {},
    turnsLeft: (group) =>
      Promise.resolve(budgets[group].perSecond === Infinity ? Infinity : budgets[group].burst),
    circuit: () => Promise.resolve({ state: 'closed', since, lastError: null }),
    claimProbe: () => Promise.resolve(false),
    endProbe: async () => {},
  };
}
