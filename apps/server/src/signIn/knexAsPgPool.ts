import type { Knex } from 'knex';
import type { Pool, PoolClient } from 'pg';

/**
 * knex's pool, with the two methods of a `pg.Pool` that better-auth calls: one pool for the whole process, so
 * that sign-ins and money share one limit on connections. Closing it is the owner's business, not
 * better-auth's.
 */
export function knexAsPgPool(knex: Knex): Pool {
  const pool = {
    async connect() {
      const client = (await knex.client.acquireConnection()) as PoolClient;
      return {
        query: client.query.bind(client),
        release: () => void knex.client.releaseConnection(client),
      };
    },
    async end() {},
  };
  return pool as unknown as Pool;
}
