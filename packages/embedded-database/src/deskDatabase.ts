import pg from 'pg';
import type { ClusterState } from './cluster.ts';

const name = 'paydesk';

/** The address of the desk's database; its role owns the database and is no superuser. */
export function deskUrl(state: ClusterState, port: number): string {
  return `postgres://${name}:${state.password}@127.0.0.1:${port}/${name}`;
}

/** Makes the desk's role and database where they are missing, also after a start that was cut short. */
export async function ensureDeskDatabase(state: ClusterState, port: number): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: state.superuserPassword,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [name]);
    const action = role.rowCount === 0 ? 'create' : 'alter';
    await client.query(`${action} role ${name} login password ${client.escapeLiteral(state.password)}`);
    const database = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (database.rowCount === 0) await client.query(`create database ${name} owner ${name}`);
  } finally {
    await client.end();
  }
}
