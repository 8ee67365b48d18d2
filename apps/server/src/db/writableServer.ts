/** The part of a driver's connection that is used here. */
interface Connection {
  query(sql: string): Promise<{ rows: unknown[] }>;
}

/** PostgreSQL's own code for a write to a server that only reads: callers hear that the database is away. */
const READ_ONLY = '25006';

/** The timeline grows by one each time that a standby takes over. A standby cannot say its own. */
const STATE = `select pg_is_in_recovery() as "isStandby",
  case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline`;

/**
 * Checks each new connection of one pool: after a failover the address may still lead to a standby, or to the former
 * primary that has come back. The pool remembers the newest timeline that it has seen.
 * @throws Error with PostgreSQL's code 25006 for a server that must not be written to
 */
export function requireWritableServer(): (connection: Connection) => Promise<void> {
  let newest = 0;
  return async (connection) => {
    const { rows } = await connection.query(STATE);
    const [{ isStandby, timeline } = { isStandby: true, timeline: null }] = rows as {
      isStandby: boolean;
      timeline: string | null;
    }[];
    if (isStandby || timeline === null) throw refusal('the database server is a standby');
    const number = Number.parseInt(timeline, 16);
    if (number < newest)
      throw refusal(`the database server is a former primary: its timeline is ${number}, not ${newest}`);
    newest = number;
  };
}

const refusal = (message: string) => Object.assign(new Error(message), { code: READ_ONLY });
