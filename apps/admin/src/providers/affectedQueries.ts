import type { LiveChange, LiveTopic } from '@paydesk/types/rules';
import type { Query, QueryClient } from '@tanstack/react-query';

/** The beginning of the keys of queries. */
type Keys = readonly [root: string, kind?: string];

const REVIEW: Keys = ['withdrawals', 'review'];
const DASHBOARD: Keys = ['dashboard'];
const CLAIMS: Keys = ['claims'];
const TIMELINE: Keys = ['timeline'];

/** The queries that a change puts out of date. */
const AFFECTED: Record<LiveTopic, readonly Keys[]> = {
  payments: [['payments'], DASHBOARD, TIMELINE],
  suspense: [['suspense'], DASHBOARD, CLAIMS, TIMELINE],
  transactions: [['transactions'], ['balances'], DASHBOARD, REVIEW, TIMELINE],
  withdrawals: [['withdrawals'], ['balances'], DASHBOARD, CLAIMS, TIMELINE],
  payoutStops: [DASHBOARD, ['withdrawals'], TIMELINE],
  users: [['users'], REVIEW, TIMELINE],
  changeRequests: [['changeRequests'], DASHBOARD, CLAIMS],
  policies: [['policies'], REVIEW],
  // The row in an open form stays: it would take away what was typed.
  currencies: [['currencies', 'getList']],
  reconciliations: [['reconciliations'], ['findings'], DASHBOARD],
  webhookEndpoints: [['webhookEndpoints'], DASHBOARD],
  webhookDeliveries: [['webhookDeliveries']],
  events: [['webhookEndpoints', 'headSequence']],
  audit: [['audit']],
  auditSeals: [['audit', 'head']],
  apiKeys: [['apiKeys']],
  staff: [['staff'], CLAIMS],
  claims: [CLAIMS],
  system: [['system', 'info'], DASHBOARD],
};
const ALL: readonly Keys[] = Object.values(AFFECTED).flat();

/** Changes that come together are read together. */
const GATHER_MS = 20;
/** Calls of one moment share a request, whose answer waits for the slowest of them: the rest is not of that moment. */
const LATER_MS = 120;
/** On a busy desk, at most half of the time is spent with reading; and nothing is older than this. */
const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = 3_000;

/** For `meta` of queries that are not what the page is about: they are read after those that are. */
export const READ_LATER = { isReadLater: true };

/** Ids of the rows that have changed; null: any. */
type Ids = Set<string> | null;

/** Loads again what changes put out of date, if it is on the page. */
export function affectedQueries(queryClient: QueryClient) {
  const queues = [
    readingQueue(queryClient, { gatherMs: GATHER_MS, reads: (query) => !isLater(query) }),
    readingQueue(queryClient, { gatherMs: LATER_MS, reads: isLater }),
  ];
  return {
    add(changes: readonly LiveChange[]): void {
      for (const queue of queues) queue.add(changes);
    },
    /** Everything that was read before now may be out of date. */
    addAll(): void {
      const now = Date.now();
      void queryClient.invalidateQueries({
        predicate: (query) =>
          ALL.some((keys) => begins(query, keys)) &&
          query.state.dataUpdatedAt > 0 &&
          query.state.dataUpdatedAt < now,
      });
    },
    stop(): void {
      for (const queue of queues) queue.stop();
    },
  };
}

/** Reads some of the queries again, as often as the desk answers them. */
function readingQueue(
  queryClient: QueryClient,
  { gatherMs, reads }: { gatherMs: number; reads: (query: Query) => boolean },
) {
  let waiting = new Map<Keys, Ids>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isReading = false;
  let pausedUntil = 0;

  async function flush(): Promise<void> {
    timer = undefined;
    isReading = true;
    const startedAt = performance.now();
    const changed = [...waiting];
    waiting = new Map();
    await queryClient.invalidateQueries({
      predicate: (query) =>
        reads(query) && changed.some(([keys, ids]) => begins(query, keys) && shows(query, ids)),
    });
    const pauseMs = performance.now() - startedAt;
    pausedUntil = performance.now() + Math.min(Math.max(pauseMs, MIN_PAUSE_MS), MAX_PAUSE_MS);
    isReading = false;
    schedule();
  }

  function schedule(): void {
    if (waiting.size === 0 || timer !== undefined || isReading) return;
    timer = setTimeout(() => void flush(), Math.max(gatherMs, pausedUntil - performance.now()));
  }

  return {
    add(changes: readonly LiveChange[]): void {
      for (const [topic, id] of changes)
        // The desk may be newer than the page.
        for (const keys of AFFECTED[topic] ?? []) {
          // Only rows of the topic itself are known by the id.
          const ids = id === null || keys[0] !== topic ? null : new Set([id]);
          const before = waiting.get(keys);
          waiting.set(keys, before === undefined ? ids : union(before, ids));
        }
      schedule();
    },
    stop: () => clearTimeout(timer),
  };
}

const union = (one: Ids, other: Ids): Ids =>
  one === null || other === null ? null : new Set([...one, ...other]);

const isLater = ({ meta, queryKey: [root] }: Query): boolean =>
  meta?.['isReadLater'] === true || root === 'dashboard' || root === 'claims';

const begins = ({ queryKey }: Query, [root, kind]: Keys): boolean =>
  queryKey[0] === root && (kind === undefined || queryKey[1] === kind);

/** The page of one row shows no other. */
function shows({ queryKey: [, kind, params] }: Query, ids: Ids): boolean {
  if (ids === null || kind !== 'getOne') return true;
  return ids.has(String((params as { id?: unknown } | undefined)?.id));
}
