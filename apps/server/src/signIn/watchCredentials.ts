import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { openConnection, type OwnConnection } from '../db/openConnection.ts';
import type { CredentialCache, Moment } from './credentialCache.ts';

/** As `announce_credential` in migrations/0056_credential_changes.sql names it. */
export const CREDENTIALS_CHANNEL = 'paydesk_credentials';

/** While secrets are asked for, the next probe follows the last one so soon. */
const PROBE_MS = 250;
/** When none was asked for so long, there are no more probes. */
const IDLE_MS = 2000;
/** A probe that has not arrived after so long is lost: the connection is replaced. */
const LOST_MS = 5000;
/** Time until it connects again, which doubles with each failure in a row. */
const RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;

interface WatchLog {
  info(message: string): void;
  warn(facts: object, message: string): void;
}

interface Watch {
  /** It listens. */
  connection: OwnConnection;
  /** Probes are sent by it; behind a pooler it is another one. */
  sender: OwnConnection;
  probe: { id: string; sentAt: Moment } | null;
}

export interface CredentialWatch {
  /** Whether the last probe has arrived. */
  isConfirmed(): boolean;
  stop(): Promise<void>;
}

/**
 * Keeps what a process remembers of secrets in step with the database. It listens for changes, and allows answers from
 * memory only while its own probes arrive: PostgreSQL delivers notifications in the order of their commits, so that
 * a probe which has arrived shows that everything has which was committed before it was sent. Without a connection, or
 * behind a pooler, every secret is looked up.
 *
 * It has a connection of its own, opened with the first secret: a pool that is fully used must not end the use of the
 * memory, which would need the pool all the more.
 *
 * @param knex opens the connection; it must lead to PostgreSQL itself
 * @param pooled behind a pooler, where secrets are read and changed: probes take that way. After a failover the two may
 *   lead to different servers, and a former primary announces nothing of what changes at the new one
 */
export function watchCredentials(
  knex: Knex,
  cache: CredentialCache,
  log: WatchLog,
  pooled: Knex | null = null,
): CredentialWatch {
  let watch: Watch | null = null;
  let opening: OwnConnection[] = [];
  let connecting: Promise<void> | null = null;
  let hasArrived = false;
  let failures = 0;
  let isStopped = false;
  /** Until the next probe, or until the present one is lost. */
  let timer: NodeJS.Timeout | null = null;
  let retrying: NodeJS.Timeout | null = null;

  async function connect(): Promise<void> {
    try {
      const connection = await openConnection(knex);
      opening = [connection];
      setTimer(LOST_MS, () => opening.forEach(end));
      const sender = pooled === null ? connection : await openConnection(pooled);
      opening = [connection, sender];
      const opened: Watch = { connection, sender, probe: null };
      for (const each of new Set(opening)) {
        each.on('error', () => lost(opened, 'error'));
        each.on('end', () => lost(opened, 'end'));
      }
      connection.on('notification', ({ payload = '' }) => receive(opened, payload));
      const { rows } = await connection.query<{ pid: number }>(SESSION);
      // A pooler may share a session: what another client takes out of it does not arrive here, and probes would.
      if (rows[0]?.pid !== connection.processID) throw new Error('there is a pooler before the database');
      await connection.query(`listen ${CREDENTIALS_CHANNEL}`);
      if (isStopped) return opening.forEach(end);
      opening = [];
      // What was read before it listened may have changed unheard.
      cache.distrust();
      watch = opened;
      sendProbe();
    } catch (error) {
      opening.forEach(end);
      opening = [];
      if (!isStopped) retry({ err: error });
    }
  }

  function receive(from: Watch, payload: string): void {
    if (from !== watch) return;
    const [kind, id] = payload.split(' ');
    if (kind !== 'probe') return cache.forget(id === undefined ? undefined : payload);
    // Another server's.
    if (from.probe === null || id !== from.probe.id) return;
    cache.confirm(from.probe.sentAt);
    from.probe = null;
    if (failures > 0) log.info('changes of API keys and user tokens arrive again');
    hasArrived = true;
    failures = 0;
    setTimer(PROBE_MS, () => {
      if (cache.idleMs() <= IDLE_MS) sendProbe();
    });
  }

  function sendProbe(): void {
    const current = watch;
    if (current === null || current.probe !== null || isStopped) return;
    // Before it is sent: what is committed later need not have arrived with it.
    current.probe = { id: newId(), sentAt: cache.now() };
    current.sender.query(PROBE, [`probe ${current.probe.id}`]).catch(() => lost(current, 'error'));
    setTimer(LOST_MS, () => lost(current, 'silence'));
  }

  function setTimer(ms: number, act: () => void): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      act();
    }, ms);
    timer.unref();
  }

  function lost(from: Watch, why: string): void {
    if (from !== watch) return;
    watch = null;
    cache.distrust();
    endBoth(from);
    if (!isStopped) retry({ why });
  }

  function retry(facts: object): void {
    hasArrived = false;
    if (failures === 0)
      log.warn(
        facts,
        'changes of API keys and user tokens do not arrive: each is looked up for every request',
      );
    const waitMs = Math.min(RETRY_MS * 2 ** failures, MAX_RETRY_MS);
    failures += 1;
    retrying = setTimeout(() => {
      connecting = connect();
    }, waitMs);
    retrying.unref();
  }

  cache.watch(() => {
    connecting ??= connect();
    // With a timer the next probe comes by itself.
    if (timer === null) sendProbe();
  });
  return {
    isConfirmed: () => hasArrived,
    async stop() {
      isStopped = true;
      cache.unwatch();
      for (const each of [timer, retrying]) if (each !== null) clearTimeout(each);
      // It may wait for an answer that does not come.
      opening.forEach(end);
      await connecting;
      const last = watch;
      watch = null;
      if (last !== null) endBoth(last);
    },
  };
}

/** With a name, so that operators see in `pg_stat_activity` what it is for. */
const SESSION = /* sql */ `select pg_backend_pid() as pid,
  set_config('application_name', left(current_setting('application_name'), 51) || '-credentials', false)`;

/** Not worth a wait for the disk. */
const PROBE = `select set_config('synchronous_commit', 'off', true), pg_notify('${CREDENTIALS_CHANNEL}', $1)`;

function endBoth({ connection, sender }: Watch): void {
  for (const each of new Set([connection, sender])) end(each);
}

/** Without waiting: a connection whose other end is gone does not answer. */
function end(connection: OwnConnection): void {
  connection.end().catch(() => undefined);
}
