import createKnex, { type Knex } from 'knex';

/**
 * A second pool on the same database, whose commits do not wait for the disk: thousands of small ones go
 * several times as fast, and what a power cut could take away is demo data. The caller destroys it.
 */
export function quickPool(knex: Knex, connections: number): Knex {
  const { config } = knex.client as { config: Knex.Config };
  const connection = {
    ...(config.connection as Knex.PgConnectionConfig),
    options: '-c synchronous_commit=off',
  };
  return createKnex({ ...config, connection, pool: { min: 0, max: connections } });
}
