import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { initialiseCluster } from './initialise.ts';
import { startPostmaster } from './postmaster.ts';
import {
  claimScratchPlace,
  clusterIn,
  FAST_SETTINGS,
  flagsOf,
  removeScratchPlace,
  type ScratchPlace,
} from './scratchPlace.ts';

export interface ScratchServer {
  /**
   * The server's address without a database name. Like Paydesk's own, the role owns its databases and is no
   * superuser: tests attack as the owner of the tables.
   */
  url: string;
  /** The same for a role that owns nothing, as server and worker have. */
  applicationUrl: string;
  /** The same for PostgreSQL's superuser, for what needs one. */
  superuserUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL that is thrown away when it is stopped. What a killed process left behind is removed
 * first.
 * @param settings further settings of the server, such as `deadlock_timeout=20ms`
 */
export async function startScratchServer(settings: readonly string[] = []): Promise<ScratchServer> {
  const place = await claimScratchPlace();
  const stop = async () => await removeScratchPlace(place);
  try {
    return { ...(await start(place, [...FAST_SETTINGS, ...settings])), stop };
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

async function start(place: ScratchPlace, settings: readonly string[]): Promise<Omit<ScratchServer, 'stop'>> {
  const cluster = clusterIn(place);
  const superuserPassword = randomBytes(12).toString('hex');
  await initialiseCluster(cluster, superuserPassword, { extraFlags: ['--no-sync'] });
  const { port } = await startPostmaster(cluster, null, flagsOf(settings));
  const superuserUrl = `postgres://postgres:${superuserPassword}@127.0.0.1:${port}`;
  const password = randomBytes(12).toString('hex');
  await executeOnServer(
    superuserUrl,
    `create role desk login createdb password '${password}'; create role desk_app login password '${password}'`,
  );
  const urlOf = (role: string) => `postgres://${role}:${password}@127.0.0.1:${port}`;
  return { url: urlOf('desk'), applicationUrl: urlOf('desk_app'), superuserUrl };
}
