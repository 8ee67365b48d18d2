import type { Knex } from 'knex';

/** The part of a connection of `pg` that is used outside of a pool. */
export interface OwnConnection {
  /** The process at the other end, as PostgreSQL named it; a pooler names another one. */
  readonly processID: number | null;
  query<Row>(sql: string, values?: unknown[]): Promise<{ rows: Row[] }>;
  on(event: 'notification', callback: (message: { payload?: string | undefined }) => void): void;
  on(event: 'end' | 'error', callback: () => void): void;
  end(): Promise<void>;
}

/**
 * Opens a connection beside the pool, with the pool's settings, and checked as a connection of the pool is. The caller
 * ends it.
 * @throws the driver's error; Error with PostgreSQL's code 25006 for a server that must not be written to
 */
export async function openConnection(knex: Knex): Promise<OwnConnection> {
  const client: { acquireRawConnection(): Promise<OwnConnection> } = knex.client;
  const connection = await client.acquireRawConnection();
  const check = knex.client.config.pool?.afterCreate as AfterCreate | undefined;
  await new Promise<void>((resolve, reject) => {
    if (check === undefined) resolve();
    else check(connection, (error) => (error === undefined ? resolve() : reject(error)));
  });
  return connection;
}

/** It ends a connection that it refuses. */
type AfterCreate = (connection: OwnConnection, done: (error?: unknown) => void) => void;
