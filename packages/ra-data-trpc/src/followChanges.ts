/** The part of TanStack Query's client that is used here. */
interface Queries {
  invalidateQueries(filters: {
    predicate: (query: { queryKey: readonly unknown[] }) => boolean;
  }): Promise<unknown>;
}

/**
 * Begins to listen for changes, such as a tRPC subscription or a WebSocket; returns a function that ends it.
 * `onChange` takes the resource and the ids of the rows, none for all of them.
 */
export type ChangeSource = (
  onChange: (resource: string, ids?: readonly (string | number)[]) => void,
) => () => void;

export interface FollowOptions {
  /** Resources whose pages show something of another one, by the other one's name. */
  affects?: Record<string, readonly string[]>;
  /** Queries that are not read again, such as the row in an open form: it would take away what was typed. */
  keep?: (queryKey: readonly unknown[]) => boolean;
  /** How long changes that come together are gathered. */
  gatherMs?: number;
  /** The shortest time between two refreshes. */
  pauseMs?: number;
}

/** Ids of the rows that have changed; null: any. */
type Ids = ReadonlySet<string> | null;

/**
 * Lists and rows on the page are read again when they have changed: lists of the resource always, single rows if their
 * ids are among the changed ones. Returns a function that ends it.
 */
export function followChanges(
  queryClient: Queries,
  source: ChangeSource,
  { affects = {}, keep = () => false, gatherMs = 100, pauseMs = 1_000 }: FollowOptions = {},
): () => void {
  let waiting = new Map<string, Ids>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refreshedAt = 0;

  function refresh(): void {
    timer = undefined;
    refreshedAt = Date.now();
    const changed = waiting;
    waiting = new Map();
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => isAffected(queryKey, changed) && !keep(queryKey),
    });
  }

  function add(resource: string, ids: Ids): void {
    const before = waiting.get(resource);
    waiting.set(resource, before === undefined ? ids : union(before, ids));
  }

  const end = source((resource, ids) => {
    add(resource, ids ? new Set(ids.map(String)) : null);
    for (const other of affects[resource] ?? []) add(other, null);
    timer ??= setTimeout(refresh, Math.max(gatherMs, refreshedAt + pauseMs - Date.now()));
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** react-admin's keys begin with the resource and the method; then come the parameters. */
function isAffected(
  [resource, method, params]: readonly unknown[],
  changed: ReadonlyMap<string, Ids>,
): boolean {
  const ids = typeof resource === 'string' ? changed.get(resource) : undefined;
  if (ids === undefined) return false;
  if (ids === null || (method !== 'getOne' && method !== 'getMany')) return true;
  return idsIn(params).some((id) => ids.has(String(id)));
}

function idsIn(params: unknown): readonly unknown[] {
  if (typeof params !== 'object' || params === null) return [];
  if ('ids' in params && Array.isArray(params.ids)) return params.ids;
  return 'id' in params ? [params.id] : [];
}

const union = (one: Ids, other: Ids): Ids =>
  one === null || other === null ? null : new Set([...one, ...other]);
