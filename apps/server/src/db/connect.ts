import createKnex, { type Knex } from 'knex';
import pg from 'pg';
import { databaseAddresses } from '../base/databaseAddresses.ts';
import { isTracing } from '../base/tracing.ts';
import { beginWithSettings } from './beginWithSettings.ts';
import { type ConnectionProblems, knexLog } from './connectionProblems.ts';
import { useNoNames } from './queryNamed.ts';
import { traceStatements } from './traceStatements.ts';
import { watchBusyConnections } from './watchBusyConnections.ts';
import { readTimeline, type WritableServer, writableServer } from './writableServer.ts';

/** PostgreSQL's type numbers (`select oid, typname from pg_type`). */
const dateOid = 1082;
const int8ArrayOid = 1016;
const numericArrayOid = 1231;
const textArrayOid = 1009;

/** What a statement of a list, a search or the dashboard may take; they are answered in milliseconds. */
export const LONG_READ_MS = 5000;

export interface ConnectOptions {
  /** Connections at most; 10 when left out. */
  poolMax?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** Milliseconds after which a statement is cancelled; 0 = never (migrations). 30 s when left out. */
  statementTimeoutMs?: number;
  /** No wait ends by itself: for test runners, whose statements wait for their turn on a busy machine. */
  isPatient?: boolean;
  /** The address leads to a pooler in transaction mode, such as PgBouncer, which refuses settings of a session. */
  pooled?: boolean;
  /** For one server that is no primary: refuses a new connection by throwing, instead of the check for the primary. */
  checkStandby?: (connection: pg.Client) => Promise<void>;
  /** Milliseconds until a server that does not answer is given up; 10 s when left out. */
  connectTimeoutMs?: number;
  /** Hears of each connection that cannot be opened; nothing else says so, beside the error of who asked for it. */
  problems?: ConnectionProblems;
}

/**
 * Opens a pool on the database. `numeric` and `int8` (arrays too) arrive as strings and `date` as
 * `YYYY-MM-DD`, so that no amount passes through a JavaScript number and no day through a time zone. A
 * statement, a wait for a lock and an idle transaction all end by themselves: one stuck caller cannot
 * hold up the others. A standby, and a former primary after a failover, are refused with PostgreSQL's code 25006;
 * an address with several hosts leads to the one that is the primary.
 */
export function connectDatabase(url: string, options: ConnectOptions = {}): Knex {
  const limit = (ms: number) => (options.isPatient === true ? 0 : ms);
  const limits = {
    statement_timeout: options.statementTimeoutMs ?? limit(30_000),
    lock_timeout: limit(10_000),
    idle_in_transaction_session_timeout: limit(60_000),
  };
  const connectionTo = (address: string) => ({
    ...(options.pooled === true ? { connectionString: address } : { ...withSearchPath(address), ...limits }),
    application_name: options.applicationName ?? 'paydesk',
    connectionTimeoutMillis: options.connectTimeoutMs ?? limit(10_000),
    keepAlive: true,
    // The system's default is two hours: so long a connection to a machine that died would look alive.
    keepAliveInitialDelayMillis: 5000,
    types: { getTypeParser },
  });
  const addresses = databaseAddresses(url);
  const server = writableServer();
  const opened = new Set<pg.Client>();
  const knex = createKnex({
    client: 'pg',
    connection: connectionTo(addresses[0] ?? url),
    log: knexLog(options.problems),
    pool: {
      min: 0,
      max: options.poolMax ?? 10,
      afterCreate: (connection: pg.Client, done: (error?: unknown) => void) => {
        const checked = async () => {
          if (options.pooled === true) {
            await requireOwnFunctionsFirst(connection);
            beginWithSettings(connection, { search_path: SEARCH_PATH, ...limits });
          }
          if (options.checkStandby === undefined) return await server.check(connection);
          await options.checkStandby(connection);
          return { isNewer: false };
        };
        checked().then(
          ({ isNewer }) => {
            if (isNewer) breakOff(opened);
            options.problems?.opened();
            opened.add(connection);
            connection.once('end', () => opened.delete(connection));
            done();
          },
          (error: unknown) => {
            // The pool knows nothing of a connection that was refused.
            void connection.end().catch(() => undefined);
            done(error);
          },
        );
      },
    },
    acquireConnectionTimeout: options.isPatient === true ? 600_000 : 15_000,
    // Models and queries name columns in camelCase; the tables have snake_case.
    wrapIdentifier: (name, wrap) => wrap(name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  });
  // Names belong to a session as well, and two versions of the desk may have different statements of one name.
  if (options.pooled === true) useNoNames(knex);
  if (isTracing()) traceStatements(knex);
  if (options.checkStandby !== undefined) return knex;
  const client: Opener = knex.client;
  if (addresses.length > 1) connectToPrimary(client, { addresses, server, connectionTo });
  watchBusyConnections(knex.client.pool, async () => {
    const connection = await client.acquireRawConnection();
    try {
      const { isNewer } = await server.check(connection);
      if (isNewer) breakOff(opened);
    } finally {
      await connection.end();
    }
  });
  return knex;
}

/**
 * Behind a pooler a statement outside of a transaction finds names as the database says.
 * @throws Error when that is not PostgreSQL's default or the desk's own
 */
async function requireOwnFunctionsFirst(connection: pg.Client): Promise<void> {
  const { rows } = await connection.query<{ search_path: string }>('show search_path');
  const path = rows[0]?.search_path ?? '';
  if (!['"$user", public', SEARCH_PATH].includes(path))
    throw new Error(
      `the database or the role has the search_path ${path}: behind a pooler reset it (alter database … reset search_path)`,
    );
}

/** What runs there can no longer be kept, and may never end: a machine that lost its power closes no connection. */
export function breakOff(connections: Set<pg.Client>): void {
  for (const connection of connections) connection.connection.stream.destroy();
  connections.clear();
}

/** The part of knex's client that opens connections. */
interface Opener {
  connectionSettings: object;
  acquireRawConnection(): Promise<pg.Client>;
}

/** Finds out before each new connection which of the servers is the primary. */
function connectToPrimary(
  client: Opener,
  {
    addresses,
    server,
    connectionTo,
  }: { addresses: string[]; server: WritableServer; connectionTo(address: string): pg.ClientConfig },
): void {
  const open = client.acquireRawConnection.bind(client);
  let choosing: Promise<string> | null = null;
  const timelineOf = async (address: string) => {
    const connection = new pg.Client({ ...connectionTo(address), connectionTimeoutMillis: 5000 });
    connection.on('error', () => undefined);
    try {
      await connection.connect();
      return await readTimeline(connection);
    } finally {
      void connection.end().catch(() => undefined);
    }
  };
  client.acquireRawConnection = async () => {
    choosing ??= server.choose(addresses, timelineOf).finally(() => (choosing = null));
    const address = await choosing;
    // Read in the same turn: another connection that is opened meanwhile changes nothing.
    client.connectionSettings = connectionTo(address);
    return await open();
  };
}

const SEARCH_PATH = 'public, pg_temp';

/**
 * PostgreSQL's own functions first, then the desk's, whatever the database or the role says: a setting there could
 * put other functions and operators in their place. Temporary tables come last.
 */
function withSearchPath(url: string): { connectionString: string; options?: string } {
  const pinned = `-c search_path=${SEARCH_PATH.replaceAll(' ', '')}`;
  const given = /[?&]options=/.test(url) ? new URL(url) : null;
  if (given === null) return { connectionString: url, options: pinned };
  const options = given.searchParams.get('options') ?? '';
  // An operator who names the schema in the address has chosen it.
  if (!options.includes('search_path')) given.searchParams.set('options', `${options} ${pinned}`);
  return { connectionString: given.href };
}

function getTypeParser(oid: number): (value: string) => unknown {
  if (oid === dateOid) return (value) => value;
  const parsedAs = oid === numericArrayOid || oid === int8ArrayOid ? textArrayOid : oid;
  return pg.types.getTypeParser(parsedAs) as (value: string) => unknown;
}
