import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const pollMs = 2;

/** PostgreSQL's part of the controlled clock. */
export interface DatabaseClock {
  /** From here on every statement of every connection sees the machine's time plus this. */
  setAhead(ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Replaces `now()` and `clock_timestamp()` in a database that has no tables yet, so that defaults, triggers and
 * statements all get the controlled time. Definitions read as before, so the schema check of `paydesk verify` finds
 * what it expects. `current_timestamp` and `localtime` are keywords and stay real; the desk's SQL has none.
 */
export async function installDatabaseClock(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const statement of INSTALL) await client.query(statement);
  } finally {
    await client.end();
  }
}

const AHEAD = `coalesce(nullif(pg_catalog.current_setting('sandbox.ahead', true), ''), '0')::interval`;

const INSTALL = [
  'alter function pg_catalog.now() rename to machine_now',
  'alter function pg_catalog.clock_timestamp() rename to machine_clock_timestamp',
  `create function pg_catalog.now() returns timestamptz language sql stable parallel safe
     as $$ select pg_catalog.machine_now() + ${AHEAD} $$`,
  `create function pg_catalog.clock_timestamp() returns timestamptz language sql volatile parallel safe
     as $$ select pg_catalog.machine_clock_timestamp() + ${AHEAD} $$`,
];

/**
 * Opens the connection that moves the clock. It must be the first one on its server: PostgreSQL tells its newest
 * connections of a changed setting first, so what this one sees has reached all others.
 */
export async function openDatabaseClock(superuserUrl: string): Promise<DatabaseClock> {
  const client = new pg.Client({ connectionString: superuserUrl });
  client.on('error', () => {});
  await client.connect();
  return {
    async setAhead(ms) {
      const ahead = `${Math.round(ms)} milliseconds`;
      await client.query(`alter system set sandbox.ahead = '${ahead}'`);
      await client.query('select pg_reload_conf()');
      for (;;) {
        const { rows } = await client.query<{ ahead: string | null }>(
          `select current_setting('sandbox.ahead', true) as ahead`,
        );
        if (rows[0]?.ahead === ahead) return;
        await sleep(pollMs);
      }
    },
    close: async () => await client.end(),
  };
}
