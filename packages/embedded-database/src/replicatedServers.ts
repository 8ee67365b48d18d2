import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

import type { Cluster } from './cluster.ts';
import { initialiseCluster } from './initialise.ts';
import { tryPort } from './freePort.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';
import { runningPostmaster } from './postmasterFile.ts';
import { claimScratchPlace, clusterIn, flagsOf } from './scratchPlace.ts';
import { stopWithParent } from './stopWithParent.ts';

const STANDBY = 'standby';

/** Nothing has to survive a power cut, but a commit is acknowledged only when a synchronous standby has it. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=on', 'wal_keep_size=512MB'];

/** One of two PostgreSQL servers with the same databases. */
interface ReplicatedServer {
  port: number;
  /** The address of a database, for a role that owns the databases and is no superuser. */
  urlOf(database: string): string;
  superuserUrlOf(database: string): string;
  /** Ends all its processes at once. */
  kill(): void;
  /** Stops them where they are: its connections stay open and say nothing, as when its machine loses its power. */
  freeze(): void;
  /** Starts it again as it was left. */
  start(): Promise<void>;
}

export interface ReplicatedServers {
  primary: ReplicatedServer;
  standby: ReplicatedServer;
  /** The address of a database with both hosts. */
  urlOf(database: string): string;
  /** Makes the standby the primary. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A primary and a standby, which are thrown away when they are stopped, or when this process ends. The standby is a copy
 * of the primary’s files.
 * @param fill what both begin with; gets the address of the server without a database name
 * @param isSynchronous whether a commit waits for the standby
 */
export async function startReplicatedServers(
  fill: (serverUrl: string) => Promise<void>,
  { isSynchronous = true }: { isSynchronous?: boolean } = {},
): Promise<ReplicatedServers> {
  const places = [await claimScratchPlace(), await claimScratchPlace()] as const;
  const guards = places.map(stopWithParent);
  let first: ReplicatedServer | null = null;
  const stop = async () => {
    // Frozen ones would not hear that they are to stop.
    first?.kill();
    await Promise.all(guards.map(async (end) => await end()));
  };
  try {
    const [main, copy] = places.map(clusterIn) as [Cluster, Cluster];
    const password = randomBytes(12).toString('hex');
    await initialiseCluster(main, password, { extraFlags: ['--no-sync', '--wal-segsize=1'] });
    const primary = serverIn(main, password);
    first = primary;
    await primary.start();
    await execute(
      primary.superuserUrlOf('postgres'),
      `create role desk login createdb password '${password}'`,
    );
    await fill(primary.urlOf('').slice(0, -1));
    await stopPostmaster(main.directory);

    await copyAs(copy, main);
    const standby = serverIn(copy, password);
    await primary.start();
    followFrom(copy, { port: primary.port, password });
    await standby.start();
    if (isSynchronous)
      await execute(
        primary.superuserUrlOf('postgres'),
        `alter system set synchronous_standby_names = '${STANDBY}'`,
        'select pg_reload_conf()',
      );
    await untilFollowed(primary.superuserUrlOf('postgres'), isSynchronous ? 'sync' : 'async');
    return {
      primary,
      standby,
      urlOf: (database) =>
        `postgres://desk:${password}@127.0.0.1:${primary.port},127.0.0.1:${standby.port}/${database}`,
      promote: async () => void (await execute(standby.superuserUrlOf('postgres'), 'select pg_promote()')),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverIn(cluster: Cluster, password: string): ReplicatedServer {
  let port: number | null = null;
  const urlFor = (role: string, database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port ?? 0}/${database}`;
  return {
    get port() {
      if (port === null) throw new Error('this PostgreSQL was not started');
      return port;
    },
    urlOf: (database) => urlFor('desk', database),
    superuserUrlOf: (database) => urlFor('postgres', database),
    kill: () => signalAll(cluster, 'SIGKILL'),
    freeze: () => signalAll(cluster, 'SIGSTOP'),
    async start() {
      // Those that were killed give it back a moment later; the address is to stay the same.
      for (let attempt = 0; port !== null && attempt < 100 && (await tryPort(port)) === null; attempt += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      ({ port } = await startPostmaster(cluster, port, flagsOf(SETTINGS)));
    },
  };
}

function signalAll({ directory }: Cluster, name: NodeJS.Signals): void {
  const running = runningPostmaster(directory);
  if (running === null) return;
  for (const pid of [running.pid, ...childrenOf(running.pid)]) signal(pid, name);
}

/** The processes of its connections and its own helpers: each has a session of its own, so there is no group to kill. */
function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'ppid=,pid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([parent, child]) => (parent === pid && child !== undefined ? [child] : []));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function copyAs(copy: Cluster, { directory }: Cluster): Promise<void> {
  const [code] = (await once(
    spawn('cp', ['-Rp', directory, copy.directory], { stdio: 'ignore' }),
    'close',
  )) as [number | null];
  if (code !== 0) throw new Error(`the files of ${directory} could not be copied`);
  rmSync(join(copy.directory, 'postmaster.pid'), { force: true });
}

function followFrom(cluster: Cluster, { port, password }: { port: number; password: string }): void {
  const file = join(cluster.directory, 'standby.signal');
  writeFileSync(file, '', { mode: 0o600 });
  if (cluster.account !== null) chownSync(file, cluster.account.uid, cluster.account.gid);
  appendFileSync(
    join(cluster.directory, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${port} user=postgres password=${password} application_name=${STANDBY}'\n`,
  );
}

async function untilFollowed(url: string, syncState: 'sync' | 'async'): Promise<void> {
  const deadline = Date.now() + 30_000;
  const found = `select from pg_stat_replication where state = 'streaming' and sync_state = '${syncState}'`;
  while ((await execute(url, found)) === 0) {
    if (Date.now() > deadline) throw new Error('the standby does not follow the primary');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The number of rows of the last statement. */
async function execute(url: string, ...statements: string[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows = 0;
    for (const statement of statements) ({ length: rows } = (await client.query(statement)).rows);
    return rows;
  } finally {
    await client.end();
  }
}
