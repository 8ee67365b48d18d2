import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type pg from 'pg';
import { shareReads } from '../base/shareReads.ts';
import { breakOff, connectDatabase, LONG_READ_MS } from './connect.ts';
import { queryNamed } from './queryNamed.ts';

/** A place in the write-ahead log of a server, in bytes. A commit is before it or behind it. */
export type LogPosition = bigint;

/** Which database a connection leads to: a standby has the same as its primary. */
export interface DatabaseIdentity {
  /** Of the files, the same on all copies of a server. */
  system: string;
  database: string;
}

/** A server that follows the primary and is only read. */
export interface Standby {
  /** Host and port. */
  name: string;
  knex: Knex;
  /** The last position that it was seen to have replayed; null: not known since it was last away. */
  readonly replayed: LogPosition | null;
  /** Asks it. Fails when it is away, was promoted, or is no standby of this database. */
  askReplayed(): Promise<LogPosition>;
  /** Whether it has replayed everything before the position; waits for that. Fails as `askReplayed`. */
  reaches(position: LogPosition, waitMs: number): Promise<boolean>;
  /** Ends all connections at once, also those that no longer say anything. */
  breakOff(): void;
  close(): Promise<void>;
}

interface StandbyOptions {
  applicationName: string;
  poolMax: number;
  pooled: boolean;
  /** Of the primary. */
  identity(): Promise<DatabaseIdentity>;
}

/** A connection that was refused here. A read for which it was opened is repeated on the primary. */
class NotThisStandby extends Error {
  /** PostgreSQL's, of a connection that was not accepted. */
  readonly code = '08004';
}

/** A standby that answers later is away. */
const ANSWER_MS = 2000;
/** Pauses between two looks at what was replayed, which become longer. */
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 20;

export const IDENTITY = `select system_identifier::text as system, current_database() as database
  from pg_control_system()`;

/** `server` tells servers behind one address apart, and a server from itself before it was started again. */
const CONNECTED = `select pg_is_in_recovery() as "isStandby", system_identifier::text as system,
    current_database() as database,
    concat_ws(' ', pg_postmaster_start_time(), inet_server_addr(), inet_server_port()) as server
  from pg_control_system()`;

const REPLAYED = {
  name: 'standby_replayed',
  sql: `select pg_is_in_recovery() as "isStandby", (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::text as position`,
};

/** Pools on one standby. No connection is opened before it is needed. */
export function openStandby(
  url: string,
  { applicationName, poolMax, pooled, identity }: StandbyOptions,
): Standby {
  const opened = new Set<pg.Client>();
  let server: string | null = null;
  let replayed: LogPosition | null = null;

  async function check(connection: pg.Client): Promise<void> {
    const { rows } = await connection.query<{ isStandby: boolean; server: string } & DatabaseIdentity>(
      CONNECTED,
    );
    const [found] = rows;
    const primary = await identity();
    if (found?.isStandby !== true) throw new NotThisStandby('it is no standby, or was promoted');
    if (found.system !== primary.system || found.database !== primary.database)
      throw new NotThisStandby('it is a standby of another database');
    const isOther = server !== null && found.server !== server;
    if (isOther && opened.size > 0)
      throw new NotThisStandby(
        'its address leads to several servers: name each of them in READ_DATABASE_URL',
      );
    server = found.server;
    // What was known is of another server, or of this one before it was started again: it may be further back now.
    if (isOther && replayed !== null) {
      replayed = null;
      throw new NotThisStandby('it was started again');
    }
    opened.add(connection);
    connection.once('end', () => opened.delete(connection));
  }

  const options = {
    applicationName,
    pooled,
    statementTimeoutMs: LONG_READ_MS,
    connectTimeoutMs: ANSWER_MS,
    checkStandby: check,
  };
  const knex = connectDatabase(url, { ...options, poolMax });
  // Of its own: reads that take all connections do not make the standby look away.
  const watch = connectDatabase(url, { ...options, poolMax: 1 });

  const askReplayed = shareReads(async () => {
    const [found] = await within(
      ANSWER_MS,
      queryNamed<{ isStandby: boolean; position: string | null }>(watch, REPLAYED, []),
    );
    if (found?.isStandby !== true || found.position === null)
      throw new Error('it is no standby, or was promoted');
    return (replayed = BigInt(found.position));
  });

  return {
    name: nameOf(url),
    knex,
    get replayed() {
      return replayed;
    },
    askReplayed,
    async reaches(position, waitMs) {
      if (replayed !== null && replayed >= position) return true;
      const deadline = performance.now() + waitMs;
      for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
        if ((await askReplayed()) >= position) return true;
        if (performance.now() + pauseMs > deadline) return false;
        await pause(pauseMs);
      }
    },
    breakOff() {
      replayed = null;
      breakOff(opened);
    },
    close: async () => void (await Promise.all([knex.destroy(), watch.destroy()])),
  };
}

/** Without user and password. */
function nameOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port === '' ? '5432' : port}`;
}

/** @throws Error when the answer takes longer */
async function within<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer> {
  const late = new AbortController();
  try {
    return await Promise.race([
      answer,
      pause(ms, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new Error(`it has not answered for ${ms} ms`);
      }),
    ]);
  } finally {
    late.abort();
  }
}
