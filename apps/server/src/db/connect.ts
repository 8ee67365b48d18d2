import createKnex, { type Knex } from 'knex';
import pg from 'pg';
import { requireWritableServer } from './writableServer.ts';

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
}

/**
 * Opens a pool on the database. `numeric` and `int8` (arrays too) arrive as strings and `date` as
 * `YYYY-MM-DD`, so that no amount passes through a JavaScript number and no day through a time zone. A
 * statement, a wait for a lock and an idle transaction all end by themselves: one stuck caller cannot
 * hold up the others. A standby, and a former primary after a failover, are refused with PostgreSQL's code 25006.
 */
export function connectDatabase(url: string, options: ConnectOptions = {}): Knex {
  const limit = (ms: number) => (options.isPatient === true ? 0 : ms);
  const connection = {
    ...withSearchPath(url),
    application_name: options.applicationName ?? 'paydesk',
    connectionTimeoutMillis: limit(10_000),
    statement_timeout: options.statementTimeoutMs ?? limit(30_000),
    lock_timeout: limit(10_000),
    idle_in_transaction_session_timeout: limit(60_000),
    keepAlive: true,
    // The system's default is two hours: so long a connection to a machine that died would look alive.
    keepAliveInitialDelayMillis: 5000,
    types: { getTypeParser },
  };
  const check = requireWritableServer();
  return createKnex({
    client: 'pg',
    connection,
    pool: {
      min: 0,
      max: options.poolMax ?? 10,
      afterCreate: (opened: pg.Client, done: (error?: unknown) => void) => {
        check(opened).then(
          () => done(),
          (error: unknown) => {
            // The pool knows nothing of a connection that was refused.
            void opened.end().catch(() => undefined);
            done(error);
          },
        );
      },
    },
    acquireConnectionTimeout: options.isPatient === true ? 600_000 : 15_000,
    // Models and queries name columns in camelCase; the tables have snake_case.
    wrapIdentifier: (name, wrap) => wrap(name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  });
}

/**
 * PostgreSQL's own functions first, then the desk's, whatever the database or the role says: a setting there could
 * put other functions and operators in their place. Temporary tables come last.
 */
function withSearchPath(url: string): { connectionString: string; options?: string } {
  const pinned = '-c search_path=public,pg_temp';
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
