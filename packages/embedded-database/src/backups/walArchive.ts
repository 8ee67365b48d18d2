import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { otherOwner, takeArchive, walFolder } from '@paydesk/data-folder';
import { accountCanUse, type Account } from '../account.ts';
import type { Cluster } from '../cluster.ts';

/** After so many seconds a part of the log is archived although it is not full: the most that a broken disk loses. */
const ARCHIVE_SECONDS = 60;

/**
 * The number that PostgreSQL has given this cluster. Copies of it have the same one, so their logs belong together; a new
 * cluster has another, and its log does not mix with theirs.
 */
export function systemIdentifier(directory: string): string {
  const file = openSync(join(directory, 'global', 'pg_control'), 'r');
  try {
    const bytes = Buffer.alloc(8);
    readSync(file, bytes, 0, 8, 0);
    // The programs of this package exist for little-endian machines alone.
    return bytes.readBigUInt64LE().toString();
  } finally {
    closeSync(file);
  }
}

/**
 * Makes the folder of backups, readable by us alone, and the one of the log in it, which the account of PostgreSQL
 * writes.
 * @throws Error when that account cannot enter it
 */
export function makeBackupFolders(backupDir: string, system: string, account: Account | null): string {
  mkdirSync(backupDir, { recursive: true, mode: 0o700 });
  // The account has to pass through, and sees no names.
  chmodSync(backupDir, account === null ? 0o700 : 0o711);
  if (account !== null && !accountCanUse(account, backupDir))
    throw new Error(
      `Account "${account.name}", which PostgreSQL runs under, cannot enter BACKUP_DIR (${backupDir}): choose a folder that it can enter, such as one in /var`,
    );
  const folder = walFolder(backupDir, system);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== null) chownSync(folder, account.uid, account.gid);
  return folder;
}

/**
 * Flags of `postgres` that archive its log. The command is given an unfinished name first, so that a crash leaves no
 * damaged file, and accepts a file that is there already only if it is the same.
 */
function archiveFlags(folder: string): string[] {
  const command = [
    'umask 077',
    `d=${quoted(folder)}`,
    'f="$d/%f.gz"',
    't="$d/.%f.$$"',
    'if [ -e "$f" ]; then gzip -dc "$f" | cmp -s - "%p"; ' +
      'else gzip -1 -c "%p" >"$t" && sync "$t" && mv "$t" "$f" && sync "$d"; fi',
  ].join('; ');
  const settings = ['archive_mode=on', `archive_timeout=${ARCHIVE_SECONDS}s`, `archive_command=${command}`];
  return settings.flatMap((setting) => ['-c', setting]);
}

/** For `postgres`: how a recovering server gets a part of the log. A part that is missing is the end of it. */
export const restoreCommand = (folder: string): string =>
  `f=${quoted(folder)}/%f.gz; [ -f "$f" ] && gzip -dc "$f" >"%p"`;

/** Flags that archive the log of a cluster, if there is a folder for it that is not another desk's. */
export function archiveFlagsFor(
  { directory, account }: Cluster,
  { dataDir, backupDir, log }: { dataDir: string; backupDir: string | null; log: (line: string) => void },
): string[] {
  if (backupDir === null) return [];
  const system = systemIdentifier(directory);
  const foreign = foreignArchive(backupDir, system, dataDir);
  if (foreign !== null) {
    log(`Nothing is archived: ${foreign}`);
    return [];
  }
  const wal = makeBackupFolders(backupDir, system, account);
  takeArchive(wal, dataDir);
  return archiveFlags(wal);
}

/** Why the archive of a cluster is not for the desk in this data folder, and what a person can do; null: it is. */
export function foreignArchive(backupDir: string, system: string, dataDir: string): string | null {
  const owner = otherOwner(walFolder(backupDir, system), dataDir);
  return owner === null
    ? null
    : `the archive in BACKUP_DIR (${backupDir}) belongs to the desk in ${owner.dataDir} on ${owner.host}, of which this one is a copy. ` +
        'Give this one a BACKUP_DIR of its own. If it takes the place of that one: paydesk restore with --take-archive.';
}

/** For a shell, in a command in which PostgreSQL replaces `%p` and `%f`. */
const quoted = (path: string): string => `'${path.replaceAll("'", String.raw`'\''`).replaceAll('%', '%%')}'`;
