import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takeArchive } from '@paydesk/data-folder';
import pg from 'pg';
import { clusterAt, directoryOf, readState } from '../cluster.ts';
import { embeddedDatabase } from '../embeddedDatabase.ts';
import { runningPostmaster } from '../postmasterFile.ts';
import { copyRunning, copyFile, writeFile } from './copyData.ts';
import { dataOf, writeManifest, type BackedUpFile, type Manifest } from './manifest.ts';
import { removeOldBackups } from './removeOldBackups.ts';
import { foreignArchive, makeBackupFolders, systemIdentifier } from './walArchive.ts';
import { segmentsBetween } from './walNames.ts';

/** Says what a person has to do. Nothing was written. */
export class BackupRefused extends Error {}

export interface TakenBackup {
  name: string;
  folder: string;
  bytes: number;
  endedAt: Date;
  /** Whether the log is archived, which it takes to restore to any later time. */
  archives: boolean;
  /** Names of older ones that were removed. */
  removed: string[];
}

/**
 * Backs up the embedded database while it is used; it is started for this if it does not run. The backup needs nothing
 * else to be restored to its own time.
 * @param keep so many backups are kept, with this one; older ones are removed, and the archived log from before them
 * @param facts are kept in the manifest; no secrets
 * @throws BackupRefused when the backups there are those of another desk with the same database
 */
export async function takeBackup({
  dataDir,
  backupDir,
  keep,
  facts = {},
  log = () => {},
}: {
  dataDir: string;
  backupDir: string;
  keep: number;
  facts?: Record<string, string>;
  log?: (line: string) => void;
}): Promise<TakenBackup> {
  const running = await embeddedDatabase({ dataDir, backupDir, log }).ensureRunning();
  try {
    const { directory, client } = await connect(dataDir);
    await client.connect();
    try {
      const { account } = clusterAt(directory, '', log);
      const system = systemIdentifier(directory);
      const foreign = foreignArchive(backupDir, system, dataDir);
      if (foreign !== null) throw new BackupRefused(`Not backed up: ${foreign}`);
      takeArchive(makeBackupFolders(backupDir, system, account), dataDir);
      const draft = join(backupDir, `.unfinished-${randomBytes(4).toString('hex')}`);
      await mkdir(draft, { mode: 0o700 });
      try {
        const manifest = await copyConsistently(client, directory, draft, facts);
        const name = `${manifest.endedAt.slice(0, 19).replaceAll(':', '-')}Z-${draft.slice(-4)}`;
        const folder = join(backupDir, name);
        await writeManifest(draft, manifest);
        await rename(draft, folder);
        return {
          name,
          folder,
          bytes: manifest.files.reduce((sum, { size }) => sum + size, 0),
          endedAt: new Date(manifest.endedAt),
          archives: (await setting(client, 'archive_mode')) === 'on',
          removed: await removeOldBackups({ backupDir, system: manifest.system, keep }),
        };
      } finally {
        await rm(draft, { recursive: true, force: true });
      }
    } finally {
      await client.end();
    }
  } finally {
    await running.stop();
  }
}

async function connect(dataDir: string): Promise<{ directory: string; client: pg.Client }> {
  const state = readState(dataDir);
  const directory = state === null ? '' : directoryOf(dataDir, state);
  const server = state === null ? null : runningPostmaster(directory);
  if (state === null || server === null) throw new Error('The embedded database does not run');
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: 'postgres',
    password: state.superuserPassword,
    database: 'postgres',
  });
  return { directory, client };
}

/** One session from start to stop, as PostgreSQL asks for. */
async function copyConsistently(
  client: pg.Client,
  directory: string,
  draft: string,
  facts: Record<string, string>,
): Promise<Manifest> {
  // Keeps the log that the backup needs; gone with the session.
  const slot = `paydesk_backup_${randomBytes(4).toString('hex')}`;
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot]);
  const start = await one<{ lsn: string; at: Date }>(
    client,
    "select pg_backup_start('paydesk', true)::text as lsn, clock_timestamp() as at",
  );
  const files = await copyRunning(directory, dataOf(draft));
  const stop = await one<{ lsn: string; label: string; spaces: string }>(
    client,
    'select lsn::text as lsn, labelfile as label, spcmapfile as spaces from pg_backup_stop(false)',
  );
  // Taken afterwards: what was committed by then is in it.
  const end = await one<{ at: Date; timeline: number; bytes: string; version: string }>(
    client,
    `select clock_timestamp() as at, timeline_id as timeline, bytes_per_wal_segment::text as bytes,
            current_setting('server_version') as version
     from pg_control_checkpoint(), pg_control_init()`,
  );
  const log = {
    timeline: end.timeline,
    segmentBytes: Number(end.bytes),
    start: start.lsn,
    end: stop.lsn,
  };
  return {
    version: 1,
    postgres: end.version,
    system: systemIdentifier(directory),
    startedAt: start.at.toISOString(),
    endedAt: end.at.toISOString(),
    startLsn: start.lsn,
    endLsn: stop.lsn,
    timeline: log.timeline,
    segmentBytes: log.segmentBytes,
    facts,
    files: [
      ...files,
      await writeFile(dataOf(draft), 'backup_label', stop.label),
      ...(await copyLog(directory, draft, segmentsBetween(log))),
    ],
  };
}

async function copyLog(directory: string, draft: string, names: readonly string[]): Promise<BackedUpFile[]> {
  const files: BackedUpFile[] = [];
  for (const name of names) {
    const file = await copyFile(directory, dataOf(draft), `pg_wal/${name}`);
    if (file === null) throw new Error(`The log ${name} was removed while the backup was taken: repeat it`);
    files.push(file);
  }
  return files;
}

async function setting(client: pg.Client, name: string): Promise<string> {
  return (await one<{ value: string }>(client, `select current_setting('${name}') as value`)).value;
}

async function one<Row extends pg.QueryResultRow>(client: pg.Client, statement: string): Promise<Row> {
  const [row] = (await client.query<Row>(statement)).rows;
  if (row === undefined) throw new Error('PostgreSQL answered nothing');
  return row;
}
