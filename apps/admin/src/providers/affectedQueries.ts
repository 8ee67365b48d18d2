import type { EventResource } from '@paydesk/types/rules';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { DeskEvent } from './eventStream.ts';

const REVIEW: QueryKey = ['withdrawals', 'review'];

/** The queries that an event about such a resource puts out of date, by the beginning of their keys. */
const AFFECTED: Record<EventResource, readonly QueryKey[]> = {
  payment: [['payments'], ['dashboard'], ['timeline']],
  suspense_item: [['suspense'], ['dashboard'], ['timeline']],
  transaction: [['transactions'], ['balances'], ['dashboard'], ['timeline'], REVIEW],
  withdrawal: [['withdrawals'], ['balances'], ['dashboard'], ['timeline']],
  payout_stop: [['dashboard'], ['withdrawals'], ['timeline']],
  user: [['users'], ['timeline'], REVIEW],
  change_request: [['changeRequests'], ['dashboard']],
  policy: [['policies'], REVIEW],
  currency: [['currencies', 'getList']],
  provider: [['system', 'info']],
  verification: [['system', 'info']],
  ledger_seal: [],
  webhook_endpoint: [['webhookEndpoints'], ['webhookDeliveries'], ['dashboard']],
};

/** The first change shows at once; on a busy desk, pages load again at most this often. */
const FIRST_MS = 100;
const PAUSE_MS = 3_000;

/**
 * Loads again what events put out of date, if it is on the page. The row in an open form of a currency stays: it would
 * take away what was typed.
 */
export function affectedQueries(queryClient: QueryClient) {
  let waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushedAt = 0;

  function flush(): void {
    timer = undefined;
    flushedAt = Date.now();
    const keys = waiting.values();
    waiting = new Map();
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  }

  return {
    add({ resourceType }: DeskEvent): void {
      // The desk may be newer than the page.
      for (const key of AFFECTED[resourceType] ?? []) waiting.set(key.join(' '), key);
      if (waiting.size === 0 || timer !== undefined) return;
      timer = setTimeout(flush, Math.max(FIRST_MS, flushedAt + PAUSE_MS - Date.now()));
    },
    /** Everything that was read before now may be out of date. */
    addAll(): void {
      const now = Date.now();
      const roots = new Set(Object.values(AFFECTED).flatMap((keys) => keys.map(([root]) => root)));
      void queryClient.invalidateQueries({
        predicate: ({ queryKey: [root, kind], state }) =>
          roots.has(root) &&
          !(root === 'currencies' && kind === 'getOne') &&
          state.dataUpdatedAt > 0 &&
          state.dataUpdatedAt < now,
      });
    },
    stop: () => clearTimeout(timer),
  };
}
