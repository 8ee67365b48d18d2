import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataDir, storedBackups, takeArchive, walFolder, withFileLock } from '@paydesk/data-folder';
import { clusterAt, directoryOf, openState, readState, type ClusterState } from '../cluster.ts';
import { countHolders } from '../holders.ts';
import { runningPostmaster } from '../postmasterFile.ts';
import { checkArchive } from './checkArchive.ts';
import { checkBackup, dataOf, readManifest, type Manifest } from './manifest.ts';
import { archiveHistory, recoverCluster } from './recoverCluster.ts';
import { pathOf } from './timelines.ts';
import { beginRestore } from './unfinishedRestore.ts';
import { foreignArchive } from './walArchive.ts';

const LOCK_MS = 120_000;

/** Says what a person has to do. Nothing was changed. */
export class RestoreRefused extends Error {}

export interface RestorePlan {
  dataDir: string;
  backupDir: string;
  /** The name of a backup; null: the newest from before `to`. */
  name: string | null;
  /** Null: to the end of the archived log. */
  to: Date | null;
  /** Which of the times after a restore to an earlier time is followed; null: the latest. */
  timeline?: number | null;
  /** Whether a database that is there is kept under another name, instead of the restore being refused. */
  moveAside: boolean;
  /** Whether the restored database archives its log where the one that was backed up did, although that was another desk's. */
  takeArchive?: boolean;
  /** Looks at what `takeBackup` was given. @throws RestoreRefused */
  checkFacts?: (facts: Record<string, string>) => void;
  log?: (line: string) => void;
}

export interface RestoredBackup {
  name: string;
  /** The last transaction that was restored, or the end of the backup. */
  restoredTo: Date;
  /** Where the database that was there is now. */
  movedTo: string | null;
  /** Why nothing will be archived, and what a person can do; null: it will. */
  notArchived: string | null;
}

/**
 * Restores a backup and the log that was archived since into the data folder. It is restored and started beside the
 * present database, and takes its place when all of it is there: whatever fails before changes nothing. Call
 * `finishRestore` when it is on record.
 * @throws RestoreRefused when there is a database that must not be moved, it is in use, or there is no such backup
 */
export async function restoreBackup(plan: RestorePlan): Promise<RestoredBackup> {
  const { dataDir, backupDir, to, timeline = null, moveAside, log = () => {} } = plan;
  makeDataDir(dataDir);
  readState(dataDir);
  return await withFileLock(join(dataDir, 'postgres.lock'), LOCK_MS, async () => {
    refuseExisting(dataDir, moveAside);
    const { name, folder, manifest } = await chooseBackup(plan);
    plan.checkFacts?.(manifest.facts);
    log(`Checking the backup ${name} …`);
    await checkBackup(folder, manifest).catch(asRefusal);
    const wal = walFolder(backupDir, manifest.system);
    if (to === null) await checkArchive(wal, manifest, timeline).catch(asRefusal);

    const state = openState(dataDir, log);
    const directory = directoryOf(dataDir, state);
    const draft = `${directory}.restoring-${randomBytes(4).toString('hex')}`;
    try {
      log('Restoring it, and the log since …');
      const cluster = clusterAt(directory, join(dataDir, 'postgres.log'), log);
      const at = await recoverCluster({
        cluster: { ...cluster, directory: draft },
        data: dataOf(folder),
        wal,
        to,
        timeline,
        superuserPassword: state.superuserPassword,
      });
      beginRestore(dataDir);
      const movedTo = existsSync(directory) ? `${directory}.before-restore-${stamp()}` : null;
      if (movedTo !== null) await rename(directory, movedTo);
      await rename(draft, directory);
      if (plan.takeArchive) takeArchive(wal, dataDir);
      const notArchived = foreignArchive(backupDir, manifest.system, dataDir);
      if (notArchived === null) await archiveHistory(cluster, wal);
      return { name, restoredTo: at ?? new Date(manifest.endedAt), movedTo, notArchived };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

function refuseExisting(dataDir: string, moveAside: boolean): void {
  const state = readState(dataDir);
  const directory = directoryOf(dataDir, state ?? NO_STATE);
  if (!existsSync(directory)) return;
  if (!moveAside)
    throw new RestoreRefused(
      `There is a database in ${directory}. With --move-aside it is kept under another name, and the restored one takes its place.`,
    );
  if (state === null)
    throw new RestoreRefused(`${directory} has no postgres.json beside it: move it away yourself first.`);
  if (countHolders(join(dataDir, 'postgres.holders')) > 0 || runningPostmaster(directory) !== null)
    throw new RestoreRefused('The database is in use: stop the desk and all its commands first.');
}

const NO_STATE: ClusterState = { elsewhere: null, port: null, superuserPassword: '', password: '' };

async function chooseBackup({
  backupDir,
  name,
  to,
  timeline = null,
}: RestorePlan): Promise<{ name: string; folder: string; manifest: Manifest }> {
  const stored = await storedBackups(backupDir);
  const fitting = stored.filter(
    (backup) => (name === null || backup.name === name) && (to === null || backup.endedAt <= to),
  );
  for (const chosen of fitting) {
    const folder = join(backupDir, chosen.name);
    const manifest = await readManifest(folder).catch(asRefusal);
    const wal = walFolder(backupDir, manifest.system);
    // The timeline goes on from an earlier time than the end of that backup.
    if ((await pathOf(wal, manifest, timeline).catch(asRefusal)) === null) continue;
    return { name: chosen.name, folder, manifest };
  }
  throw new RestoreRefused(
    fitting.length > 0 && name !== null
      ? `A later restore went back to before the end of the backup ${name}: nothing goes on from it. Choose an earlier one, or leave --backup out.`
      : `${backupDir} has no such backup from before that time${timeline === null ? '' : ` that leads to timeline ${timeline}`}. There are: ${stored.map((one) => one.name).join(', ') || 'none'}.`,
  );
}

function asRefusal(error: unknown): never {
  throw error instanceof Error ? new RestoreRefused(error.message, { cause: error }) : error;
}

const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(':', '-');
