import type { AppContext } from '../context/appContext.ts';
import { connectDatabase } from '../db/connect.ts';
import { EVENTS_CHANNEL } from './sequenceEvents.ts';

/** Time until a lost or refused connection is tried again. */
const RETRY_MS = 5000;

/** The part of a connection of `pg` that is used here. */
interface Connection {
  query(sql: string): Promise<unknown>;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
}

/**
 * Calls back whenever events were numbered, by whatever process. It takes one connection of the pool while it runs; behind
 * a pooler, where sessions are shared, it has a connection of its own past it.
 * A notification can be lost (a connection breaks, a pooler does not pass it on): callers look by themselves as well,
 * from time to time.
 */
export function listenForEvents(
  { knex, log, settings: { directDatabaseUrl } }: AppContext,
  onEvents: () => void,
): { isListening(): boolean; stop(): Promise<void> } {
  const direct =
    directDatabaseUrl === null
      ? null
      : connectDatabase(directDatabaseUrl, { applicationName: 'paydesk-listener', poolMax: 1 });
  const pool: {
    acquireConnection(): Promise<Connection>;
    releaseConnection(connection: Connection): Promise<void>;
  } = (direct ?? knex).client;
  let held: Connection | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  async function start(): Promise<void> {
    let connection: Connection | null = null;
    try {
      connection = await pool.acquireConnection();
      await connection.query(`listen ${EVENTS_CHANNEL}`);
      if (isStopped) return await release(connection);
      held = connection;
      connection.on('notification', onEvents);
      connection.on('end', lost);
      // What was numbered before this moment was not announced.
      onEvents();
    } catch (error) {
      if (connection !== null) await release(connection);
      if (isStopped) return;
      log.warn({ err: error }, 'the database does not announce events; looking once a second instead');
      retry();
    }
  }

  function lost(): void {
    const connection = held;
    held = null;
    if (connection !== null) void release(connection);
    if (!isStopped) retry();
  }

  function retry(): void {
    timer = setTimeout(() => {
      starting = start();
    }, RETRY_MS);
  }

  async function release(connection: Connection): Promise<void> {
    connection.off('notification', onEvents);
    connection.off('end', lost);
    // The pool drops a connection that has ended; another one must not go on listening in it.
    await connection.query(`unlisten ${EVENTS_CHANNEL}`).catch(() => null);
    await pool.releaseConnection(connection);
  }

  let starting = start();
  return {
    isListening: () => held !== null,
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await starting;
      const connection = held;
      held = null;
      if (connection !== null) await release(connection);
      await direct?.destroy();
    },
  };
}
