import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { clusterAt, placeForData } from '../../../src/db/embedded/cluster.ts';
import { initialiseCluster } from '../../../src/db/embedded/initialise.ts';
import { startPostmaster, stopPostmaster } from '../../../src/db/embedded/postmaster.ts';

/** Nothing here survives a power cut; a deadlock is noticed at once, because schedules make many. */
const flags = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'max_connections=200',
  'deadlock_timeout=20ms',
];

export interface ScratchServer {
  /** Without a database name, for a role that owns its databases and is no superuser. */
  url: string;
  stop(): Promise<void>;
}

/** A throw-away PostgreSQL of this process's own. */
export async function startScratchServer(settings: string[] = flags): Promise<ScratchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-chaos-'));
  chmodSync(folder, 0o711);
  const home = placeForData(folder, () => {}) ?? folder;
  const stop = async () => {
    await stopPostmaster(join(home, 'postgres'));
    rmSync(home, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const cluster = clusterAt(join(home, 'postgres'), join(folder, 'postgres.log'), () => {});
    const superuserPassword = randomBytes(12).toString('hex');
    await initialiseCluster(cluster, superuserPassword, { extraFlags: ['--no-sync'] });
    const { port } = await startPostmaster(
      cluster,
      null,
      settings.flatMap((setting) => ['-c', setting]),
    );
    const password = randomBytes(12).toString('hex');
    await onServer(
      `postgres://postgres:${superuserPassword}@127.0.0.1:${port}`,
      `create role desk login createdb password '${password}'`,
    );
    return { url: `postgres://desk:${password}@127.0.0.1:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One statement outside any desk database, such as `create database`. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
