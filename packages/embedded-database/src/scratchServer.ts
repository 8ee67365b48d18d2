import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { clusterAt, placeForData } from './cluster.ts';
import { initialiseCluster } from './initialise.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';
import { livePid, ownMark } from '@paydesk/data-folder';

const prefix = 'paydesk-scratch-';

/** Nothing here has to survive a power cut, so nothing waits for the disk. */
const fastSettings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'max_connections=200',
];

export interface ScratchServer {
  /**
   * The server's address without a database name. Like Paydesk's own, the role owns its databases and is no
   * superuser: tests attack as the owner of the tables.
   */
  url: string;
  /** The same for a role that owns nothing, as server and worker have. */
  applicationUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL that is thrown away when it is stopped. What a killed process left behind is removed
 * first.
 * @param settings further settings of the server, such as `deadlock_timeout=20ms`
 */
export async function startScratchServer(settings: readonly string[] = []): Promise<ScratchServer> {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  // As root, the account that PostgreSQL runs under must be able to enter it.
  chmodSync(folder, 0o711);
  const home = placeForData(folder, () => {}) ?? folder;
  // Written first: whatever happens from here on, the next start finds and removes it.
  writeFileSync(join(folder, 'owner'), `${ownMark()}\n${home}\n`);
  const stop = async () => await remove(folder, home);
  try {
    return { ...(await start(folder, home, [...fastSettings, ...settings])), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs one statement that belongs to no database, such as `create database`. */
export async function executeOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function start(
  folder: string,
  home: string,
  settings: readonly string[],
): Promise<Omit<ScratchServer, 'stop'>> {
  const cluster = clusterAt(join(home, 'postgres'), join(folder, 'postgres.log'), () => {});
  const superuserPassword = randomBytes(12).toString('hex');
  await initialiseCluster(cluster, superuserPassword, { extraFlags: ['--no-sync'] });
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const { port } = await startPostmaster(cluster, null, flags);
  const password = randomBytes(12).toString('hex');
  await executeOnServer(
    `postgres://postgres:${superuserPassword}@127.0.0.1:${port}`,
    `create role desk login createdb password '${password}'; create role desk_app login password '${password}'`,
  );
  const urlOf = (role: string) => `postgres://${role}:${password}@127.0.0.1:${port}`;
  return { url: urlOf('desk'), applicationUrl: urlOf('desk_app') };
}

/** A killed process leaves its server running. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const [mark = '', home = ''] = ownerOf(folder).split('\n');
    if (home !== '' && livePid(mark) === null) await remove(folder, home);
  }
}

function ownerOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'owner'), 'utf8');
  } catch {
    return '';
  }
}

async function remove(folder: string, home: string): Promise<void> {
  await stopPostmaster(join(home, 'postgres'));
  rmSync(home, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
