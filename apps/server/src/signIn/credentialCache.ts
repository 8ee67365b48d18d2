import type { ServicePrincipal, UserPrincipal } from '../auth/principal.ts';
import { systemClock, type Clock } from '../base/clock.ts';

/** How long an accepted secret is used without being looked up again, whatever is announced. */
export const KEEP_MS = 5000;
/**
 * Nothing is answered from memory unless everything that was announced until so long ago has arrived here: what is
 * revoked elsewhere is refused here within a second.
 */
export const MAX_UNCONFIRMED_MS = 900;
/**
 * What was read more slowly than that, while something changed, is read again, so often at most: its answer may be from
 * before the change.
 */
const MAX_READS = 3;
/** Accepted secrets in memory; the oldest makes way. */
export const MAX_KNOWN = 20_000;

/** An API key that was accepted. What depends on the request is checked for each request. */
export interface KnownService extends ServicePrincipal {
  secretId: string;
  /** Null: any address. */
  allowedAddresses: readonly string[] | null;
  /** From then on, by `elapsedMs`, its use is to be recorded again. */
  useDueAt: number;
}

/** Whom a secret stands for. */
type Credential = KnownService | UserPrincipal;

/** What was read about a secret that is accepted. */
export interface Accepted<One extends Credential = Credential> {
  credential: One;
  /** What it depends on, such as `key 0190…`, as `announce_credential` in the database writes it. */
  owners: readonly string[];
  /** Milliseconds until it ends, by the database's clock; null: it has no end. */
  endsInMs: number | null;
}

/** A moment by both clocks: one does not count the time that a machine sleeps, the other can be set. */
export interface Moment {
  elapsedMs: number;
  wallMs: number;
}

/**
 * The secrets of apps and users that were accepted lately. Refusals are never kept: invented secrets take no memory,
 * and a secret that becomes valid is accepted at once.
 *
 * It answers from memory only while someone confirms, again and again, that all changes have arrived: see
 * `watchCredentials`. Without that each secret is read from the database, and nothing is kept.
 */
export interface CredentialCache {
  /**
   * The accepted secret with this hash.
   * @param load reads it from the database; null: there is none. What it throws is thrown
   */
  read(hash: string, load: () => Promise<Accepted | null>): Promise<Credential | null>;
  /** Forgets what depends on this owner, or everything. What is being read at this moment is not kept. */
  forget(owner?: string): void;
  /** Everything that was committed before this moment has arrived. */
  confirm(moment: Moment): void;
  /** Forgets everything; nothing is answered from memory until it is confirmed again. */
  distrust(): void;
  /** Keeps what is read from now on. `onUnconfirmed` is called when something is asked for without a confirmation. */
  watch(onUnconfirmed: () => void): void;
  unwatch(): void;
  /** For `confirm`. */
  now(): Moment;
  /** Milliseconds since something was asked for. */
  idleMs(): number;
  readonly size: number;
}

interface Entry extends Accepted {
  readAt: Moment;
  keepMs: number;
}

/** Expiry follows the clocks of the machine, whatever the desk's own clock says. */
export function createCredentialCache(clock: Clock = systemClock): CredentialCache {
  const entries = new Map<string, Entry>();
  const hashesOf = new Map<string, Set<string>>();
  /** Grows with everything that is forgotten. */
  let generation = 0;
  let confirmed: Moment | null = null;
  let onUnconfirmed: (() => void) | null = null;
  let askedAt = now();

  function now(): Moment {
    return { elapsedMs: clock.elapsedMs(), wallMs: clock.now().getTime() };
  }

  function remove(hash: string): void {
    const entry = entries.get(hash);
    entries.delete(hash);
    for (const owner of entry?.owners ?? []) {
      const hashes = hashesOf.get(owner);
      hashes?.delete(hash);
      if (hashes?.size === 0) hashesOf.delete(owner);
    }
  }

  function keep(hash: string, entry: Entry): void {
    remove(hash);
    const [oldest] = entries.size >= MAX_KNOWN ? entries.keys() : [];
    if (oldest !== undefined) remove(oldest);
    entries.set(hash, entry);
    for (const owner of entry.owners) {
      const hashes = hashesOf.get(owner) ?? new Set();
      hashesOf.set(owner, hashes.add(hash));
    }
  }

  function forget(owner?: string): void {
    generation += 1;
    if (owner !== undefined) for (const hash of hashesOf.get(owner) ?? []) remove(hash);
    else {
      entries.clear();
      hashesOf.clear();
    }
  }

  function distrust(): void {
    confirmed = null;
    forget();
  }

  async function readAnew(hash: string, load: () => Promise<Accepted | null>): Promise<Credential | null> {
    for (let reads = 1; ; reads += 1) {
      const at = now();
      const before = generation;
      const accepted = await load();
      if (accepted === null) return null;
      const isUnchanged = before === generation;
      // What may have changed while it was read is not kept.
      if (onUnconfirmed !== null && isUnchanged)
        keep(hash, { ...accepted, readAt: at, keepMs: Math.min(KEEP_MS, accepted.endsInMs ?? KEEP_MS) });
      const isRecent = msBetween(at, now()) <= MAX_UNCONFIRMED_MS;
      if (isUnchanged || isRecent || reads === MAX_READS) return accepted.credential;
    }
  }

  return {
    async read(hash, load) {
      const at = now();
      askedAt = at;
      const isConfirmed = confirmed !== null && msBetween(confirmed, at) <= MAX_UNCONFIRMED_MS;
      if (!isConfirmed) onUnconfirmed?.();
      const known = isConfirmed ? entries.get(hash) : undefined;
      if (known !== undefined && msBetween(known.readAt, at) < known.keepMs) return known.credential;
      return await readAnew(hash, load);
    },
    forget,
    confirm(moment) {
      if (confirmed === null || moment.elapsedMs > confirmed.elapsedMs) confirmed = moment;
    },
    distrust,
    watch(callback) {
      onUnconfirmed = callback;
    },
    unwatch() {
      onUnconfirmed = null;
      distrust();
    },
    now,
    idleMs: () => msBetween(askedAt, now()),
    get size() {
      return entries.size;
    },
  };
}

/** The longer of what both clocks say. A clock that was set back makes nothing younger than the other says. */
const msBetween = (from: Moment, to: Moment): number =>
  Math.max(to.elapsedMs - from.elapsedMs, to.wallMs - from.wallMs);
