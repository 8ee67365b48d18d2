import createKnex, { type Knex } from 'knex';

/**
 * A second pool on the same database, whose commits do not wait for the disk: thousands of small commits take
 * a fraction of the time, and a power cut could lose demo data only. The caller destroys it.
 */
export function connectWithFastCommits(knex: Knex, connections: number): Knex {
  const { config } = knex.client as { config: Knex.Config };
  const connection = {
    ...(config.connection as Knex.PgConnectionConfig),
    options: '-c synchronous_commit=off',
  };
  return createKnex({ ...config, connection, pool: { min: 0, max: connections } });
}
