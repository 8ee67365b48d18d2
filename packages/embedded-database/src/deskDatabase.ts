import pg from 'pg';
import type { ClusterState } from './cluster.ts';

const name = 'paydesk';
/** Server and worker use it: it owns nothing. */
const applicationName = 'paydesk_app';

/** The address of the desk's database; its role owns the database and is no superuser. */
export function deskUrl(state: ClusterState, port: number): string {
  return `postgres://${name}:${state.password}@127.0.0.1:${port}/${name}`;
}

/** The same for the role of server and worker, whose rights the migrations give. */
export function applicationUrl(state: ClusterState, port: number): string {
  return `postgres://${applicationName}:${state.applicationPassword}@127.0.0.1:${port}/${name}`;
}

/** Makes the desk's roles and database where they are missing, also after a start that was cut short. */
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
    await ensureRole(client, name, state.password);
    await ensureRole(client, applicationName, state.applicationPassword ?? '');
    const database = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (database.rowCount === 0) await client.query(`create database ${name} owner ${name}`);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const known = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const action = known.rowCount === 0 ? 'create' : 'alter';
  await client.query(`${action} role ${role} login password ${client.escapeLiteral(password)}`);
}
