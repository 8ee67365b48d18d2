import {
  chownSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { checkDataVersion, type Cluster } from '../cluster.ts';
import { startPostmaster, stopPostmaster } from '../postmaster.ts';
import { copyBackup } from './copyData.ts';
import { restoreCommand } from './walArchive.ts';

/** A day of log can take a while. */
const RECOVERY_MS = 6 * 3_600_000;
const NOT_REACHED = /recovery ended before configured recovery target was reached/;

interface Recovery {
  /** Its directory is made. */
  cluster: Cluster;
  /** The files of the backup, which were checked. */
  data: string;
  /** The folder of the archived log; it may be missing. */
  wal: string;
  to: Date | null;
  /** Null: the latest. */
  timeline: number | null;
  /** The superuser gets it: the backup may be of another data folder. */
  superuserPassword: string;
}

/**
 * Makes a cluster from a backup and the log, and stops it again. Returns the time of the last transaction that was
 * restored from the log; null when there is none.
 * @throws Error when the log does not reach the wanted time
 */
export async function recoverCluster(recovery: Recovery): Promise<Date | null> {
  const { cluster, data, wal, to, timeline } = recovery;
  await copyBackup(data, cluster.directory);
  checkDataVersion(cluster.directory);
  writeFileSync(join(cluster.directory, 'recovery.signal'), '', { mode: 0o600 });
  giveTo(cluster, cluster.directory);
  if (existsSync(wal)) giveTo(cluster, wal);
  // Reachable by the account of PostgreSQL alone: no password of the backup has to be known.
  const sockets = mkdtempSync(join(tmpdir(), 'paydesk-restore-'));
  try {
    const access = join(sockets, 'pg_hba.conf');
    writeFileSync(access, 'local all all trust\n', { mode: 0o600 });
    giveTo(cluster, sockets);
    const settings = {
      listen_addresses: '',
      unix_socket_directories: sockets,
      unix_socket_permissions: '0700',
      hba_file: access,
      // Connections only when all is restored.
      hot_standby: 'off',
      archive_mode: 'off',
      restore_command: restoreCommand(wal),
      recovery_target_action: 'promote',
      ...(timeline !== null && { recovery_target_timeline: String(timeline) }),
      ...(to !== null && { recovery_target_time: to.toISOString().replace('Z', '+00') }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    try {
      const { port } = await startPostmaster(cluster, null, flags, RECOVERY_MS).catch((error: unknown) => {
        if (!NOT_REACHED.test(String(error))) throw error;
        throw new Error(
          `The archived log ends before ${to?.toISOString()}. Leave --to out to restore all of it.`,
          { cause: error },
        );
      });
      return await finish({ host: sockets, port }, recovery.superuserPassword);
    } finally {
      await stopPostmaster(cluster.directory);
    }
  } finally {
    await rm(sockets, { recursive: true, force: true });
  }
}

/**
 * Archives the history of the timeline that a restore has begun: what is archived from now on belongs to it, and a later
 * restore has to find where it began.
 */
export async function archiveHistory({ directory, account }: Cluster, wal: string): Promise<void> {
  if (!existsSync(wal)) return;
  const folder = join(directory, 'pg_wal');
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.history'))) {
    const target = join(wal, `${name}.gz`);
    if (existsSync(target)) continue;
    const draft = join(wal, `.${name}.${process.pid}`);
    await pipeline(
      createReadStream(join(folder, name)),
      createGzip(),
      createWriteStream(draft, { mode: 0o600, flush: true }),
    );
    if (account !== null) chownSync(draft, account.uid, account.gid);
    await rename(draft, target);
  }
}

async function finish(at: { host: string; port: number }, superuserPassword: string): Promise<Date | null> {
  const client = new pg.Client({ ...at, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    await client.query(`alter role postgres password ${client.escapeLiteral(superuserPassword)}`);
    await client.query('checkpoint');
    const { rows } = await client.query<{ at: Date | null }>('select pg_last_xact_replay_timestamp() as at');
    return rows[0]?.at ?? null;
  } finally {
    await client.end();
  }
}

/** A folder and what is in it. */
function giveTo({ account }: Cluster, folder: string): void {
  if (account === null) return;
  const { uid, gid } = account;
  chownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { recursive: true }))
    chownSync(join(folder, String(entry)), uid, gid);
}
