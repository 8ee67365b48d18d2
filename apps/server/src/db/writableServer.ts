import { setTimeout as pause } from 'node:timers/promises';

/** The part of a driver's connection that is used here. */
interface Connection {
  query(sql: string): Promise<{ rows: unknown[] }>;
}

/** Which server of several is the primary, and what each connection of one pool leads to. */
export interface WritableServer {
  /**
   * Checks a new connection: after a failover the address may still lead to a standby, or to the former primary that
   * has come back. The newest timeline that was seen is remembered.
   * @returns whether it is newer than that of all connections before: those lead to a former primary
   * @throws Error with PostgreSQL's code 25006 for a server that must not be written to
   */
  check(connection: Connection): Promise<{ isNewer: boolean }>;
  /**
   * The address of the primary. While no timeline is known all servers are waited for, two seconds at most, so that
   * a former primary is not taken for the new one.
   * @param timelineOf connects and asks once
   * @throws the last server's error, when none can be written to
   */
  choose(addresses: readonly string[], timelineOf: (address: string) => Promise<number>): Promise<string>;
}

/** PostgreSQL's own code for a write to a server that only reads: callers hear that the database is away. */
const READ_ONLY = '25006';
const ALL_ANSWER_MS = 2000;

/** The timeline grows by one each time that a standby takes over. A standby cannot say its own. */
const STATE = `select pg_is_in_recovery() as "isStandby",
  case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline`;

/** For the connections of one pool. */
export function writableServer(): WritableServer {
  let newest = 0;
  return {
    async check(connection) {
      const timeline = await readTimeline(connection);
      if (timeline < newest)
        throw refusal(`the database server is a former primary: its timeline is ${timeline}, not ${newest}`);
      const isNewer = newest > 0 && timeline > newest;
      newest = timeline;
      return { isNewer };
    },
    async choose(addresses, timelineOf) {
      const found: { address: string; timeline: number }[] = [];
      let problem: unknown = refusal('no database server can be written to');
      const known = Promise.withResolvers<void>();
      const asked = addresses.map(async (address) => {
        try {
          const timeline = await timelineOf(address);
          found.push({ address, timeline });
          if (newest > 0 && timeline >= newest) known.resolve();
        } catch (error) {
          problem = error;
        }
      });
      const answered = new AbortController();
      const late = pause(ALL_ANSWER_MS, undefined, { signal: answered.signal }).catch(() => undefined);
      await Promise.race([Promise.all(asked), known.promise, late]);
      answered.abort();
      const [best] = found.toSorted((a, b) => b.timeline - a.timeline);
      if (best === undefined) throw problem;
      return best.address;
    },
  };
}

/** @throws Error with PostgreSQL's code 25006 for a standby */
export async function readTimeline(connection: Connection): Promise<number> {
  const { rows } = await connection.query(STATE);
  const [{ isStandby, timeline } = { isStandby: true, timeline: null }] = rows as {
    isStandby: boolean;
    timeline: string | null;
  }[];
  if (isStandby || timeline === null) throw refusal('the database server is a standby');
  return Number.parseInt(timeline, 16);
}

const refusal = (message: string) => Object.assign(new Error(message), { code: READ_ONLY });
