import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readPrivateFile } from './privateFile.ts';

/** The data folder whose database writes an archive. */
export interface ArchiveOwner {
  /** In its `archive.id` too: not part of a backup, so that a restored copy elsewhere has another one. */
  id: string;
  dataDir: string;
  host: string;
}

/** Where the write-ahead log of a cluster is archived; copies of a cluster have the same system identifier. */
export const walFolder = (backupDir: string, system: string): string => join(backupDir, `wal-${system}`);

/**
 * Whose archive it is if it is not this data folder's, which must not write to it: the log of a copy would be taken for
 * what happened next. Null: its own, or that of no one yet. A data folder that is at the place of the owner succeeds it, and one
 * that was moved stays the owner; a copy of one does not become it.
 */
export function otherOwner(wal: string, dataDir: string): ArchiveOwner | null {
  const text = readPrivateFile(ownerFile(wal));
  if (text === null) return null;
  const owner = JSON.parse(text) as ArchiveOwner;
  const place = realpathSync(dataDir);
  const isMarked = owner.id === idOf(place);
  const owns =
    owner.dataDir === place
      ? isMarked || owner.host === hostname()
      : isMarked && idOf(owner.dataDir) !== owner.id;
  return owns ? null : owner;
}

/** Makes an archive the one of this data folder, whoever had it. */
export function takeArchive(wal: string, dataDir: string): void {
  const owner = { id: randomBytes(16).toString('hex'), dataDir: realpathSync(dataDir), host: hostname() };
  mkdirSync(wal, { recursive: true, mode: 0o700 });
  replace(idFile(owner.dataDir), owner.id);
  replace(ownerFile(wal), JSON.stringify(owner));
}

const ownerFile = (wal: string): string => join(wal, 'owner.json');
const idFile = (dataDir: string): string => join(dataDir, 'archive.id');
const idOf = (dataDir: string): string | null => readPrivateFile(idFile(dataDir));

function replace(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flush: true });
  renameSync(draft, path);
}
